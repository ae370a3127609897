"""What `components/feature_plot.py` looks like."""

CSS = """
.plot { position: relative; font-family: var(--st-font); color: var(--st-text-color); font-size: 13px; }
canvas { display: block; width: 100%; border: 1px solid var(--st-border-color); border-radius: 8px; cursor: crosshair;
         touch-action: pan-y; }
canvas:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
.tools { position: absolute; top: 8px; right: 8px; display: flex; gap: 4px; }
.tools button { width: 30px; height: 30px; border: 1px solid var(--st-border-color); border-radius: 6px; color: inherit;
                background: var(--st-background-color); cursor: pointer; font-size: 15px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 6px; margin-top: 8px; max-height: 92px; overflow-y: auto; }
.legend button { display: flex; align-items: center; gap: 5px; padding: 2px 7px; border: 1px solid transparent;
                 border-radius: 12px; background: none; color: inherit; font: inherit; cursor: pointer; }
.legend button[aria-pressed="true"] { border-color: var(--st-primary-color); }
.legend span.dot { width: 10px; height: 10px; border-radius: 50%; }
.legend span.note { display: flex; align-items: center; padding: 2px 7px; opacity: 0.75; }
.tip { position: absolute; z-index: 2; display: none; gap: 8px; align-items: center; max-width: 250px; padding: 6px 8px;
       border: 1px solid var(--st-border-color); border-radius: 8px; background: var(--st-background-color);
       pointer-events: none; box-shadow: 0 2px 8px #0003; }
.tip canvas { flex: none; width: 72px; height: 72px; border: 0; border-radius: 4px; image-rendering: pixelated; }
.tip b { display: block; }
"""
