// Reads questions (JSON, one a line: {rule, ticked, applicant, slack}) and writes the engine's answers, one a line.

import { readFileSync } from "node:fs";
import { evaluate, suggestions } from "../../portico/cards/static/cards/eligibility.js";

const lines = readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const line of lines) {
  const { rule, ticked, applicant, slack } = JSON.parse(line);
  const verdict = evaluate(rule, ticked, applicant);
  console.log(JSON.stringify({ verdict, suggestions: suggestions(rule, ticked, applicant, { slack }) }));
}
