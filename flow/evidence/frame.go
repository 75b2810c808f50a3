package evidence

import (
	"strings"

	"why403/flow/expr"
)

// A frame of a stack names a file. The folders above it and its name are the reporter's own choice and tell nothing of the call:
// ~/mcp/call.py is no MCP server. What a package manager or an editor laid down does tell, such as which client it was; a path without a root is
// cut down to that by whoever copied it.
var (
	frame     = expr.Lazy{Expr: `(?m)(^|[\s"'` + "`" + `(\[=])((?:file://)?(?:~|[A-Za-z]:|\.{1,2})?[/\\](?:[^\s"'` + "`" + `()\[\]{}:;,/\\<>|]+[/\\])*[^\s"'` + "`" + `()\[\]{}:;,/\\<>|]+\.(?:py|pyx|[cm]?[jt]sx?|go|rb|php|rs|cs|kt|swift|exs?))(:\d+|:line \d+|\(\d+\)| on line \d+)`}
	fileFrame = expr.Lazy{Expr: `(\bFile ")((?:~|[A-Za-z]:|\.{1,2})?[/\\][^"\n]{1,400})(", line \d+)`}
	installed = expr.Lazy{Expr: `(?:site-packages|dist-packages|node_modules|pkg[/\\]mod|gems|python\d[\d.]*|\.[\w-]+[/\\]extensions|[/\\]snapshot)[/\\]`}
)

// frameEnds are what stands in every text in which a frame can stand.
var frameEnds = []string{`", line `, ".py:", ".js:", ".ts:", ".jsx:", ".tsx:", ".go:", ".rb:", ".php:", ".php(", ".php on", ".rs:", ".cs:", ".kt:", ".swift:", ".ex:", ".exs:", ".mjs:", ".cjs:", ".mts:", ".cts:"}

// withoutOwnPaths takes out of the frames where the program is kept.
func withoutOwnPaths(text string) string {
	may := false
	for _, end := range frameEnds {
		may = may || strings.Contains(text, end)
	}
	if !may {
		return text
	}
	for _, form := range []*expr.Lazy{&fileFrame, &frame} {
		text = form.ReplaceAllStringFunc(text, func(found string) string {
			g := form.FindStringSubmatch(found)
			return g[1] + laidDown(g[2]) + g[3]
		})
	}
	return text
}

// laidDown returns the part of a path that a package manager laid down, or an ellipsis.
func laidDown(path string) string {
	if all := installed.FindAllStringIndex(path, -1); all != nil {
		return path[all[len(all)-1][0]:]
	}
	return "…"
}
