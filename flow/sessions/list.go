// Package sessions finds, lists and searches the sessions that are kept on this machine, and those that somebody handed over. It
// changes none.
package sessions

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/page"
	"why403/flow/review"
)

// Filter says which sessions are asked for. What is empty asks for all.
type Filter struct {
	Names        []string // Only these; empty for all.
	Words        []string // All of them in the name, the ticket, the notes, the words of the error, or the verdict.
	Ticket       string   // Part of it.
	Verdict      string   // The id of the one they stand at.
	Open, Parked bool     // Without a verdict; with a question that waits for somebody.
	Since        time.Time
}

// List is what was found.
type List struct {
	Entries []*Entry // The one used last first.
	All     int      // Sessions looked at.
	Unread  []error  // Why others could not be.
}

// Search looks at every session, until ctx ends. Playbook returns the one that a session is in, nil if it is not at hand.
func Search(ctx context.Context, store journal.Keeper, playbook func(*flow.Session) *flow.Playbook, f Filter) List {
	var l List
	l.Unread = store.Each(ctx, func(sum journal.Summary, s *flow.Session) {
		l.All++
		e := &Entry{Summary: sum}
		if pb := playbook(s); pb != nil {
			e.At, e.Known = flow.Walk(pb, s.Facts()), true
		}
		e.Fixed, _ = s.Fixed()
		if f.takes(e, s) {
			l.Entries = append(l.Entries, e)
		}
	})
	slices.SortFunc(l.Entries, func(a, b *Entry) int { return a.After(b.Summary) })
	return l
}

// Entry is a session in a list.
type Entry struct {
	journal.Summary
	At    flow.Position
	Known bool // The session's playbook is at hand; otherwise nothing is known of its position.
	Fixed flow.Fixed
}

// where says in a few words what the session stands at.
func (e *Entry) where() string {
	if !e.Known {
		return "playbook " + e.About.Playbook
	}
	at := e.At
	if at.Verdict != nil {
		short := *at.Verdict // There is no room for more.
		short.Title = cmp.Or(short.Short, short.Title)
		at.Verdict = &short
	}
	return review.Where(at)
}

// takes reports whether the session is asked for.
func (l *Filter) takes(e *Entry, s *flow.Session) bool {
	switch {
	case len(l.Names) > 0 && !slices.Contains(l.Names, e.Name),
		e.Last.Before(l.Since),
		l.Parked && e.Parked == 0,
		l.Open && (!e.Known || e.At.Outcome == flow.Concluded),
		l.Verdict != "" && (e.At.Verdict == nil || e.At.Verdict.ID != l.Verdict),
		!strings.Contains(strings.ToLower(e.About.Ticket), strings.ToLower(l.Ticket)):
		return false
	}
	if len(l.Words) == 0 {
		return true
	}
	text := searched(e, s)
	return !slices.ContainsFunc(l.Words, func(w string) bool { return !strings.Contains(text, strings.ToLower(w)) })
}

// searched returns everything in a session that words are looked for in, in lower case.
func searched(e *Entry, s *flow.Session) string {
	parts := []string{s.NoteText(flow.Given), e.Name, e.About.Ticket, e.About.Target, e.About.Origin}
	if v := e.At.Verdict; v != nil {
		parts = append(parts, v.ID, v.Title)
	}
	for _, n := range s.Notes() {
		parts = append(parts, n.Text)
	}
	for _, f := range s.Facts() {
		parts = append(parts, f.Quote, f.Asked)
	}
	return strings.ToLower(strings.Join(parts, "\n"))
}

// ParseSince reads a duration before now or a date; an empty text means from the beginning.
func ParseSince(text string, now time.Time) (time.Time, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.RFC3339} {
		if at, err := time.ParseInLocation(layout, text, time.UTC); err == nil {
			return at, nil
		}
	}
	const day = 24 * time.Hour
	for unit, length := range map[string]time.Duration{"d": day, "w": 7 * day} {
		number, ok := strings.CutSuffix(text, unit)
		if n, err := strconv.ParseUint(number, 10, 16); ok && err == nil {
			return now.Add(-time.Duration(n) * length), nil
		}
	}
	if d, err := time.ParseDuration(text); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, flow.Usagef("write a duration such as 90m, 36h, 7d or 2w, or a date such as 2026-11-23", "--since: %q is neither a duration nor a date", text)
}

// dash stands for what is not there.
func dash(s string) string {
	if s = page.Line(s); s != "" {
		return s
	}
	return "-"
}

// Table lays the list out in lines of up to width columns. Columns that would be empty are left out. (lipgloss/table knows no line
// between two rows, as that on checking again is.)
func (l List) Table(now time.Time, width int) string {
	list := l.Entries
	const (
		gap        = 2
		mostTicket = 14
	)
	columns := []struct {
		title string
		most  int
		cell  func(*Entry) string
		right bool
		shown bool
	}{
		{"SESSION", 32, func(e *Entry) string { return e.Name }, false, true},
		{"USED", 8, func(e *Entry) string { return Ago(now.Sub(e.Last)) }, true, true},
		{"SAID", 6, func(e *Entry) string { return strconv.Itoa(e.Answers) }, true, true},
		{"TICKET", mostTicket, func(e *Entry) string { return dash(e.About.Ticket) }, false, slices.ContainsFunc(list, func(e *Entry) bool { return page.Line(e.About.Ticket) != "" })},
		{"PARKED", 6, func(e *Entry) string { return strconv.Itoa(e.Parked) }, true, slices.ContainsFunc(list, func(e *Entry) bool { return e.Parked > 0 })},
		{i18n.T("STANDS AT"), width, (*Entry).where, false, true},
	}
	lines := make([]string, len(list)+1)
	for _, col := range columns {
		if !col.shown {
			continue
		}
		used := ansi.StringWidth(lines[0])
		if used > 0 {
			used += gap
		}
		wide := ansi.StringWidth(col.title)
		for _, e := range list {
			wide = max(wide, ansi.StringWidth(page.Line(col.cell(e))))
		}
		wide = max(1, min(wide, col.most, width-used))
		for i := range lines {
			text := col.title
			if i > 0 {
				text = page.Line(col.cell(list[i-1]))
			}
			text = ansi.Truncate(text, wide, "…")
			pad := strings.Repeat(" ", wide-ansi.StringWidth(text))
			if lines[i] != "" {
				lines[i] += strings.Repeat(" ", gap)
			}
			if col.right {
				lines[i] += pad + text
			} else {
				lines[i] += text + pad
			}
		}
	}
	var b strings.Builder
	for i, line := range lines {
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		if i == 0 || list[i-1].CheckAgain.IsZero() {
			continue
		}
		word := "from"
		if !list[i-1].CheckAgain.After(now) {
			word = i18n.T("due since")
		}
		fmt.Fprintln(&b, i18n.T("  check again: %s %s", word, list[i-1].CheckAgain.Format(review.MinuteUTC)))
	}
	return b.String()
}

// Ago says how long something has been, in few characters.
func Ago(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d < 2*day:
		return fmt.Sprintf("%d h", d/time.Hour)
	default:
		return fmt.Sprintf("%d d", d/day)
	}
}

// listedSession is a session in JSON. Fields that do not apply are empty or null.
type listedSession struct {
	Name       string     `json:"name"`
	Playbook   string     `json:"playbook"`
	Started    time.Time  `json:"started"`
	Last       time.Time  `json:"last"`
	Ticket     string     `json:"ticket"`
	Whose      string     `json:"whose"`
	Origin     string     `json:"origin"`
	Outcome    string     `json:"outcome"` // Empty for a session whose playbook is not at hand.
	Verdict    string     `json:"verdict"`
	Question   string     `json:"question"`
	Answers    int        `json:"answers"`
	Parked     int        `json:"parked"`
	FixedAt    *time.Time `json:"fixed_at"`
	CheckAgain *time.Time `json:"check_again"`
	Due        bool       `json:"due"`
}

// Object is the list as it is printed in JSON.
func (l List) Object(now time.Time) any {
	out := struct {
		SchemaVersion int             `json:"schema_version"`
		Sessions      []listedSession `json:"sessions"`
	}{SchemaVersion: 1, Sessions: []listedSession{}}
	for _, e := range l.Entries {
		s := listedSession{
			Name: e.Name, Playbook: e.About.Playbook, Started: e.Started, Last: e.Last, Ticket: e.About.Ticket, Whose: string(e.About.Whose),
			Origin: e.About.Origin, Answers: e.Answers, Parked: e.Parked,
		}
		if e.Known {
			s.Outcome = e.At.Outcome.String()
		}
		if e.At.Verdict != nil {
			s.Verdict = e.At.Verdict.ID
		}
		if e.At.Question != nil {
			s.Question = e.At.Question.ID
		}
		if !e.Fixed.At.IsZero() {
			s.FixedAt = &e.Fixed.At
		}
		if !e.CheckAgain.IsZero() {
			s.CheckAgain, s.Due = &e.CheckAgain, !e.CheckAgain.After(now)
		}
		out.Sessions = append(out.Sessions, s)
	}
	return out
}
