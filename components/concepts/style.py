"""How the concepts' pictures look that are drawn in the browser."""

CSS = """
.concept { font-family: var(--st-font); color: var(--st-text-color); display: flex; flex-direction: column; gap: 10px; }
.concept .bar { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: center; }
.concept button { padding: 5px 12px; border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
                  background: var(--st-background-color); color: inherit; font: inherit; font-size: 14px;
                  cursor: pointer; }
.concept button.play { background: var(--st-primary-color); border-color: var(--st-primary-color); color: #fff;
                       min-width: 96px; }
.concept button:hover, .concept button:focus-visible { border-color: var(--st-primary-color); outline: none; }
.concept button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.concept .figures { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 14px;
                    font-variant-numeric: tabular-nums; }
.concept select { height: 34px; padding: 0 6px; border: 1px solid var(--st-border-color); font: inherit;
                  font-size: 14px; border-radius: var(--st-base-radius); background: var(--st-background-color);
                  color: inherit; }
.concept .figures i { display: inline-block; width: 10px; height: 10px; margin-right: 5px; border-radius: 3px; }
.concept .figures b { font-weight: 600; }
.concept .pictures { display: flex; flex-wrap: wrap; gap: 18px; align-items: flex-start; }
.concept .column { display: flex; flex-direction: column; gap: 10px; }
.concept figure { margin: 0; min-width: 0; }
.concept figcaption { font-size: 12.5px; opacity: 0.8; margin-bottom: 4px; }
.concept canvas { display: block; border-radius: 4px; }
"""
