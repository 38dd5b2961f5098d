// Holds asyncapi.json in the current folder against the schema of AsyncAPI 3.0.0, and follows its references.
const Ajv = require("ajv");
const fs = require("node:fs");
const schema = require("@asyncapi/specs/schemas/3.0.0-without-$id.json");

const contract = JSON.parse(fs.readFileSync("asyncapi.json", "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
if (!ajv.validate(schema, contract)) {
  console.log(JSON.stringify(ajv.errors, null, 1));
  process.exitCode = 1;
}

const parts = pointer => pointer.slice(2).split("/").map(part => part.replaceAll("~1", "/").replaceAll("~0", "~"));
(function follow(value) {
  if (value && typeof value === "object") {
    if (typeof value.$ref === "string" && parts(value.$ref).reduce((at, part) => at?.[part], contract) === undefined) {
      console.log("leads nowhere: " + value.$ref);
      process.exitCode = 1;
    }
    Object.values(value).forEach(follow);
  }
})(contract);

// The payloads are schemas themselves: what the server has written has to fit.
const examples = JSON.parse(fs.readFileSync("examples.json", "utf8"));
for (const [message, values] of Object.entries(examples)) {
  const [, channel, key] = message.match(/^(\w+)\/(.*)$/);
  const payload = { ...contract.channels[channel].messages[key].payload, components: contract.components };
  if (!ajv.validate(payload, values)) {
    console.log(message + ": " + JSON.stringify(ajv.errors));
    process.exitCode = 1;
  }
}
