package content

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Sourced claim is what a playbook says, and where it has that from.
type Sourced struct {
	Where  string // The table, the sign or the verdict that says it.
	Source string
	Date   string // The day of the source, or else that on which it was looked at; "" where neither is written.
}

// Stale reports whether the date is more than 90 days before now.
func (c Sourced) Stale(now time.Time) bool {
	day, err := time.Parse(time.DateOnly, c.Date)
	return err == nil && now.Sub(day) > staleAfter
}

var (
	written = regexp.MustCompile(`\b20\d\d-\d\d-\d\d\b`)
	address = regexp.MustCompile(`https?://\S+`)
	stored  = regexp.MustCompile(`stored copy of (20\d\d-\d\d-\d\d)`)
)

// dated returns the day of the stored copy that the text names, or else the newest day in it. What stands in an address is none.
func dated(text string) string {
	if m := stored.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	if days := written.FindAllString(address.ReplaceAllString(text, ""), -1); len(days) > 0 {
		return slices.Max(days)
	}
	return ""
}

// Sources returns every row of a table, every sign and every line of the screens' sources, in the order of the playbook.
func (b *Book) Sources() []Sourced {
	var out []Sourced
	for _, t := range b.Tables {
		for _, r := range t.Rows {
			date := dated(r.Source)
			if date == "" {
				date = r.Checked
			}
			out = append(out, Sourced{Where: "table " + t.ID + ": " + r.Item, Source: r.Source, Date: date})
		}
	}
	for _, s := range b.Signs() {
		if s.Source != "" {
			out = append(out, Sourced{Where: "sign " + s.ID, Source: s.Source, Date: dated(s.Source)})
		}
	}
	for _, v := range b.Verdicts {
		body, _ := v.Screen.Section("Sources")
		for line := range strings.Lines(body) {
			if text, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok {
				out = append(out, Sourced{Where: "screen " + v.ID, Source: text, Date: dated(text)})
			}
		}
	}
	return out
}
