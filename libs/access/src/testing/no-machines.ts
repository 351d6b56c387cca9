import { ClientRoles } from '../ports.ts';

/** No machine holds a role: callers are people. */
export class NoMachines extends ClientRoles {
  override of = async () => [];
}
