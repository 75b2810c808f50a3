package report

import (
	"html"
	"strings"

	"why403/flow/expr"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// ticketLine is where the forms of a report name their ticket, with what quoting and markup puts around it.
var ticketLine = expr.Lazy{Expr: `(?m)^[\t\x20>|]*(?:-\x20|<li><p>|")?(?:\w+\x20)?(?i:ticket|reference)"?:[\t\x20]*(?:<code>|["` + "`" + `])?([^\n<"` + "`" + `]+)`}

// Ticket returns the ticket that a report names, wherever it stands in a text; "" for a text that holds no report, or one of no ticket.
func Ticket(text string) string {
	written := false
	for _, mark := range []string{i18n.T("Made with why403"), `"schema_version"`, i18n.T("Here is where we are with the error"), i18n.T("Keys and tokens are masked.")} {
		written = written || strings.Contains(text, mark)
	}
	if !written {
		return ""
	}
	if m := ticketLine.FindStringSubmatch(strings.ReplaceAll(text, "\r", "")); m != nil {
		return redact.Line(strings.TrimSpace(html.UnescapeString(m[1])))
	}
	return ""
}
