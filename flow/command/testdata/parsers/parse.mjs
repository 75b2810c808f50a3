// Parses each of {"language", "name", "text"} in the JSON array on standard input, and prints one line for every mistake.
import { readFileSync } from 'node:fs'

const mistakes = []

async function powershell(name, text) {
  const { default: Parser } = await import('tree-sitter')
  const { default: grammar } = await import('tree-sitter-powershell/bindings/node/index.js')
  const parser = new Parser()
  parser.setLanguage(grammar)
  const tree = parser.parse((at) => text.slice(at, at + 4096) || null)
  const visit = (node) => {
    if (node.type === 'ERROR' || node.isMissing) {
      mistakes.push(`${name}:${node.startPosition.row + 1}: ${node.type}: ${node.text.slice(0, 80)}`)
    }
    node.children.forEach(visit)
  }
  if (tree.rootNode.hasError) visit(tree.rootNode)
  // The command must be one statement, or a terminal would run its parts one by one.
  const lists = tree.rootNode.namedChildren.filter((n) => n.type === 'statement_list')
  if (lists.length !== 1 || lists[0].namedChildren.length !== 1) mistakes.push(`${name}: it is not one statement`)
}

async function typescript(name, text) {
  const { default: ts } = await import('typescript')
  const file = ts.createSourceFile('command.ts', text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS)
  for (const d of file.parseDiagnostics) {
    const at = file.getLineAndCharacterOfPosition(d.start)
    mistakes.push(`${name}:${at.line + 1}: ${ts.flattenDiagnosticMessageText(d.messageText, ' ')}`)
  }
}

for (const { language, name, text } of JSON.parse(readFileSync(0, 'utf8'))) {
  await (language === 'powershell' ? powershell : typescript)(name, text)
}
for (const m of mistakes) console.log(m)
