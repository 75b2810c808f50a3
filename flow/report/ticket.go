package report

import (
	"html"
	"slices"
	"strings"

	"why403/flow/expr"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// ticketLine is where the forms of a report name their ticket, with what quoting and markup puts around it.
var ticketLine = expr.Lazy{Expr: `(?m)^[\t\x20>|]*(?:-\x20|<li><p>|")?(?:\w+\x20)?(?i:ticket|reference)"?:[\t\x20]*(?:<code>|["` + "`" + `])?([^\n<"` + "`" + `]+)`}

// Tickets returns the tickets that a text with a report in it names: the report's, and those that a mail around it has. There are none in a
// text that holds no report.
func Tickets(text string) []string {
	written := func(mark string) bool { return strings.Contains(text, mark) }
	if !slices.ContainsFunc([]string{i18n.T("Made with why403"), `"schema_version"`, i18n.T("Here is where we are with the error"), i18n.T("Keys and tokens are masked.")}, written) {
		return nil
	}
	var tickets []string
	for _, m := range ticketLine.FindAllStringSubmatch(strings.ReplaceAll(text, "\r", ""), -1) {
		tickets = append(tickets, redact.Line(strings.TrimSpace(html.UnescapeString(m[1]))))
	}
	return tickets
}
