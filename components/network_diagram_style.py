"""How the network's diagram looks, in both themes."""

CSS = """
.diagram { font-family: var(--st-font); color: var(--st-text-color); }
svg { display: block; width: 100%; border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
      cursor: grab; user-select: none; -webkit-user-select: none; }
svg.moving { cursor: grabbing; }
.convolution { --kind: #6366f1; } .pooling { --kind: #d97706; } .dense { --kind: #0891b2; }
.elementwise { --kind: #65a30d; } .merge { --kind: #c026d3; } .shape { --kind: #64748b; }
.problem { --kind: #dc2626; } .unknown { --kind: #94a3b8; opacity: 0.55; }
.box { cursor: pointer; outline: none; }
.box rect { fill: color-mix(in srgb, var(--kind) 15%, var(--st-background-color)); stroke: var(--kind); }
.box.problem rect { fill: color-mix(in srgb, var(--kind) 35%, var(--st-background-color)); stroke-width: 2; }
.box:hover rect { fill: color-mix(in srgb, var(--kind) 30%, var(--st-background-color)); }
.box.selected rect { stroke-width: calc(2.5px / var(--scale)); stroke: var(--st-text-color);
                     fill: color-mix(in srgb, var(--kind) 45%, var(--st-background-color)); }
.box:focus-visible rect { stroke-width: calc(2.5px / var(--scale)); stroke: var(--st-primary-color); }
text { fill: var(--st-text-color); pointer-events: none; }
.name { font-weight: 600; font-size: 12px; } .kind { font-size: 11px; } .small { font-size: 10.5px; }
.dim { opacity: 0.7; }
.alone { font-size: calc(10.5px / var(--scale)); text-anchor: middle; dominant-baseline: central; }
.frame { fill: color-mix(in srgb, var(--st-text-color) 4%, transparent); stroke: var(--st-border-color); }
.title { font-size: calc(10.5px / var(--title)); font-weight: 600; stroke: var(--st-background-color);
         stroke-width: calc(3px / var(--title)); paint-order: stroke; }
.edge { fill: none; stroke: color-mix(in srgb, var(--st-text-color) 55%, var(--st-background-color));
        stroke-width: max(1.3px, calc(0.8px / var(--scale))); }
.tip { fill: color-mix(in srgb, var(--st-text-color) 55%, var(--st-background-color)); }
.bar { display: flex; justify-content: space-between; gap: 14px; margin-top: 6px; }
.tools { display: flex; flex: none; gap: 4px; }
.tools button { width: 30px; height: 30px; padding: 0; border: 1px solid var(--st-border-color); font: inherit;
                border-radius: var(--st-base-radius); background: var(--st-background-color); color: inherit;
                font-size: 16px; line-height: 1; cursor: pointer; }
.tools button:hover, .tools button:focus-visible { border-color: var(--st-primary-color); outline: none; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; align-content: center; font-size: 12px; }
.legend i { display: inline-block; width: 10px; height: 10px; margin-right: 5px; border-radius: 3px;
            border: 1px solid var(--kind); background: color-mix(in srgb, var(--kind) 30%, transparent); }
"""
