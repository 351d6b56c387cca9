import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../words.ts';
import { around, keyOf, layOut, moved, nameOf, SIZE, type Graph, type Node } from './graph.ts';
import type { Right } from './rights.ts';
import { list, type Said } from './said.ts';

/**
 * Roles, rules and types of things, drawn.
 *
 * One stop of the tab key; arrows walk along a column and over to what is tied. Whatever has the focus or the pointer
 * shows its paths; each says in words what it is tied to.
 */
export function GraphPicture({ rights, said }: { rights: readonly Right[]; said: Said }) {
  const graph = useMemo(() => layOut(rights), [rights]);
  const [here, setHere] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const picture = useRef<SVGSVGElement>(null);
  const stop = graph.nodes.some(({ id }) => id === here) ? here : (graph.nodes[0]?.id ?? null);
  const shown = over ?? here;
  const lit = shown === null ? null : around(graph, shown);
  const words = wordsOf(rights, said);
  const walk = (event: KeyboardEvent, id: string) => {
    const next = moved(graph, id, event.key);
    if (!next) return;
    event.preventDefault();
    picture.current?.querySelector<SVGGElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
  };
  return (
    <div className="graph">
      <p className="hint" id="graph-hint">
        {t('policy.graph-hint')}
      </p>
      <svg
        ref={picture}
        viewBox={`0 0 ${graph.width} ${graph.height}`}
        width={graph.width}
        height={graph.height}
        role="group"
        aria-label={t('policy.graph-label')}
        aria-describedby="graph-hint"
        className={lit ? 'lit' : undefined}
        onMouseLeave={() => setOver(null)}
      >
        <Edges graph={graph} lit={lit} />
        {graph.nodes.map((node) => (
          <g
            key={node.id}
            data-node={node.id}
            className={`node ${node.kind}${lit?.has(node.id) ? ' on' : ''}`}
            role="img"
            aria-label={saidOf(node, words)}
            tabIndex={node.id === stop ? 0 : -1}
            onFocus={() => setHere(node.id)}
            onBlur={() => setHere(null)}
            onMouseEnter={() => setOver(node.id)}
            onKeyDown={(event) => walk(event, node.id)}
          >
            <title>{words.get(node.id)}</title>
            <rect x={node.x} y={node.y} width={SIZE.width} height={SIZE.height} rx={node.kind === 'rule' ? SIZE.height / 2 : 6} />
            <text x={node.x + 12} y={node.y + SIZE.height / 2} dominantBaseline="central" aria-hidden="true">
              {short(words.get(node.id) ?? '')}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

function Edges({ graph, lit }: { graph: Graph; lit: ReadonlySet<string> | null }) {
  const at = new Map(graph.nodes.map((each) => [each.id, each]));
  return graph.edges.map(({ from, to }) => {
    const [a, b] = [at.get(from)!, at.get(to)!];
    const [x1, x2] = [a.x + SIZE.width, b.x];
    const [y1, y2] = [a.y + SIZE.height / 2, b.y + SIZE.height / 2];
    const bend = SIZE.gapX / 2;
    const on = lit?.has(from) && lit.has(to);
    return (
      <path
        key={`${from} ${to}`}
        className={on ? 'edge on' : 'edge'}
        d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
      />
    );
  });
}

/** What each node is called. */
function wordsOf(rights: readonly Right[], said: Said): ReadonlyMap<string, string> {
  return new Map(
    rights.flatMap(({ role, rule, type }) => [
      [keyOf('role', role), said.role(role)],
      [keyOf('rule', rule.id), said.actions(type, rule.actions)],
      [keyOf('type', type), said.type(type)],
    ]),
  );
}

/** In words: what it is, where one comes from, where it leads. */
function saidOf({ id, kind, left, right }: Node, words: ReadonlyMap<string, string>): string {
  const named = (ids: readonly string[]) => list(ids.map((each) => words.get(each) ?? nameOf(each)));
  return [
    t(`policy.node-${kind}`, { name: words.get(id) ?? nameOf(id) }),
    ...(left.length > 0 ? [t(kind === 'rule' ? 'policy.node-for' : 'policy.node-from', { names: named(left) })] : []),
    ...(right.length > 0 ? [t(kind === 'rule' ? 'policy.node-on' : 'policy.node-may', { names: named(right) })] : []),
  ].join('. ');
}

const MOST = 28;
const short = (text: string) => (text.length > MOST ? `${text.slice(0, MOST - 1).trimEnd()}…` : text);
