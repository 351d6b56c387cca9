/** Names of organisations, by their id; an organisation that left the configuration keeps its id for a name. */
export class OrganisationNames {
  constructor(private readonly names: ReadonlyMap<string, string>) {}

  of(id: string): string {
    return this.names.get(id) ?? id;
  }
}
