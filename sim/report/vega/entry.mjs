// The one name that a report's script sees: what compiles, interprets and draws a Vega-Lite spec without eval.
import { parse, View, Warn } from 'vega';
import { compile } from 'vega-lite';
import { expressionInterpreter } from 'vega-interpreter';
import { Handler } from 'vega-tooltip';

globalThis.vegaCharts = { parse, View, Warn, compile, expressionInterpreter, Handler };
