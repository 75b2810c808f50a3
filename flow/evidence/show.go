package evidence

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Text is the sign with its conditions and what it says, as its file has them, which is named from the playbook's folder.
func (s Sign) Text(folder string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "sign: %s\nfile: %s:%d\n", s.ID, s.Pos.In(folder), s.Pos.Line)
	writeMatch(&b, "", s.When)
	for _, u := range s.Unless {
		b.WriteString("unless:\n")
		writeMatch(&b, "  ", u)
	}
	if s.Names != "" {
		fmt.Fprintf(&b, "names: %s\n", s.Names)
	}
	for _, f := range s.Says {
		fmt.Fprintf(&b, "says: %s=%s\n", f.Fact, f.Value)
	}
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "notes: %s=%s\n", n.Name, n.Text)
	}
	if s.AnsweredBy != "" {
		fmt.Fprintf(&b, "answered_by: %s\n", s.AnsweredBy)
	}
	if s.Source != "" {
		fmt.Fprintf(&b, "source: %s\n", s.Source)
	}
	for _, f := range []struct {
		name string
		set  bool
	}{{"made-up", s.MadeUp}, {"last", s.Last}, {"elsewhere", s.Elsewhere}, {"anywhere", s.Anywhere}, {"beside", s.Beside}} {
		if f.set {
			fmt.Fprintf(&b, "%s: true\n", f.name)
		}
	}
	return b.String()
}

func writeMatch(b *strings.Builder, indent string, m Match) {
	lists := map[string][]string{"code": m.Codes, "type": m.Types, "status": m.Status, "body": m.Body, "party": m.Party}
	for _, key := range slices.Sorted(maps.Keys(lists)) {
		if len(lists[key]) > 0 {
			fmt.Fprintf(b, "%s%s: %s\n", indent, key, strings.Join(lists[key], ", "))
		}
	}
	for _, h := range m.Headers {
		fmt.Fprintf(b, "%sheader %s: %s\n", indent, h.Name, h.Pattern)
	}
	patterns := map[string]string{"host": m.Host, "url": m.URL, "request_id": m.RequestID, "message": m.Message, "text": m.Text, "other_than": m.OtherThan, "nowhere": m.Nowhere}
	for _, key := range slices.Sorted(maps.Keys(patterns)) {
		if patterns[key] != "" {
			fmt.Fprintf(b, "%s%s: %s\n", indent, key, patterns[key])
		}
	}
}
