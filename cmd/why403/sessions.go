package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/journal"
)

// store returns where sessions are kept. Nothing is touched before something is to be stored.
func (c *console) store() *journal.Store { return journal.Open(journal.Dir(c.env)) }

// listing holds the flags of the sessions command.
type listing struct {
	words        []string
	ticket       string
	verdict      string
	open, parked bool
	since        string
	json         bool

	from time.Time
}

func (c *console) sessions() *cobra.Command {
	var l listing
	cmd := &cobra.Command{
		Use:   "sessions [WORD…]",
		Short: "List the sessions kept on this machine, and search them",
		Long: `Lists the sessions kept on this machine, the one used last first. With words, only those that hold all of them: in the
name, the ticket, the notes, the words of the error, or the verdict.

PARKED counts the questions that wait for somebody else. A line below a session says when its fix is to be checked again.`,
		Example: `  why403 sessions
  why403 sessions --parked
  why403 sessions allowed range --since 7d
  why403 sessions --ticket T-1234 --json`,
		Args: usage(cobra.ArbitraryArgs),
		RunE: func(_ *cobra.Command, args []string) error {
			l.words = args
			return c.runSessions(l)
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.ticket, "ticket", "", "only sessions whose ticket holds `TEXT`")
	f.StringVar(&l.verdict, "verdict", "", "only sessions that stand at the verdict with this `ID`")
	f.BoolVar(&l.open, "open", false, "only sessions without a verdict")
	f.BoolVar(&l.parked, "parked", false, "only sessions with a question that waits for somebody else")
	f.StringVar(&l.since, "since", "", "only sessions used since then: `TIME` is a duration such as 36h, 7d or 2w, or a date such as 2026-11-23, in UTC")
	f.BoolVar(&l.json, "json", false, "print one JSON object")
	cmd.AddCommand(c.export(), c.forget())
	return cmd
}

// entry is one session in the list.
type entry struct {
	journal.Summary
	at    flow.Position
	known bool // The session's playbook is at hand; otherwise nothing is known of its position.
	fixed flow.Fixed
}

// where says in a few words what the session stands at.
func (e *entry) where() string {
	if !e.known {
		return "playbook " + e.About.Playbook
	}
	return where(e.at)
}

func (c *console) runSessions(l listing) error {
	if _, err := c.playbooks().Usual(); err != nil {
		return err
	}
	err := l.check(c, c.now())
	if err != nil {
		return err
	}
	books := c.playbooks().Shelf()
	store := c.store()
	var list []*entry
	all := 0
	errs := store.Each(func(sum journal.Summary, s *flow.Session) {
		all++
		e := &entry{Summary: sum}
		if b := books.Of(s); b != nil {
			e.at, e.known = flow.Walk(b.Playbook, s.Facts()), true
		}
		e.fixed, _ = s.Fixed()
		if l.takes(e, s) {
			list = append(list, e)
		}
	})
	slices.SortFunc(list, func(a, b *entry) int { return a.After(b.Summary) })
	switch {
	case l.json:
		err = c.printJSON(listed(list, c.now()))
	case all == 0 && len(errs) == 0:
		fmt.Fprintln(c.err, i18n.T("why403: there is no session yet; they are kept in %s", store.Dir()))
	case len(list) == 0 && all > 0:
		fmt.Fprintln(c.err, i18n.T("why403: none of %d sessions fits", all))
	default:
		_, err = fmt.Fprint(c.out, sessionTable(list, c.now(), c.columns()))
	}
	if err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	for _, err := range errs {
		fmt.Fprintf(c.err, "why403: %v\n", err)
	}
	if len(errs) > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}

// printJSON writes a value as one JSON object.
func (c *console) printJSON(v any) error {
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// check reads what the flags mean.
func (l *listing) check(c *console, now time.Time) error {
	if l.verdict != "" {
		ids, err := c.playbooks().VerdictIDs()
		if err != nil {
			return err
		}
		if !slices.Contains(ids, l.verdict) {
			return usagef(flow.Suggest(l.verdict, ids), "--verdict: there is no verdict %q", l.verdict)
		}
	}
	var err error
	l.from, err = parseSince(l.since, now)
	return err
}

// takes reports whether the session is asked for.
func (l *listing) takes(e *entry, s *flow.Session) bool {
	switch {
	case e.Last.Before(l.from),
		l.parked && e.Parked == 0,
		l.open && (!e.known || e.at.Outcome == flow.Concluded),
		l.verdict != "" && (e.at.Verdict == nil || e.at.Verdict.ID != l.verdict),
		!strings.Contains(strings.ToLower(e.About.Ticket), strings.ToLower(l.ticket)):
		return false
	}
	if len(l.words) == 0 {
		return true
	}
	text := searched(e, s)
	return !slices.ContainsFunc(l.words, func(w string) bool { return !strings.Contains(text, strings.ToLower(w)) })
}

// searched returns everything in a session that words are looked for in, in lower case.
func searched(e *entry, s *flow.Session) string {
	parts := []string{e.Name, e.About.Ticket, e.About.Target, e.About.Origin}
	if v := e.at.Verdict; v != nil {
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

// parseSince reads a duration before now or a date; an empty text means from the beginning.
func parseSince(text string, now time.Time) (time.Time, error) {
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
	return time.Time{}, usagef("write a duration such as 90m, 36h, 7d or 2w, or a date such as 2026-11-23", "--since: %q is neither a duration nor a date", text)
}

// where says in a few words what a position is.
func where(p flow.Position) string {
	switch {
	case p.Solved:
		return "solved: " + p.Verdict.ID
	case p.Outcome == flow.Concluded:
		return p.Verdict.ID
	case p.Outcome == flow.Asking:
		return "asks: " + p.Question.ID
	default:
		return "open"
	}
}

// dash stands for what is not there.
func dash(s string) string {
	if s = oneLine(s); s != "" {
		return s
	}
	return "-"
}

// oneLine returns the words of a text on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// sessionTable lays the list out in lines of up to width columns. Columns that would be empty are left out.
func sessionTable(list []*entry, now time.Time, width int) string {
	const (
		gap        = 2
		mostTicket = 14
	)
	columns := []struct {
		title string
		most  int
		cell  func(*entry) string
		right bool
		shown bool
	}{
		{"SESSION", 32, func(e *entry) string { return e.Name }, false, true},
		{"USED", 8, func(e *entry) string { return ago(now.Sub(e.Last)) }, true, true},
		{"SAID", 6, func(e *entry) string { return strconv.Itoa(e.Answers) }, true, true},
		{"TICKET", mostTicket, func(e *entry) string { return dash(e.About.Ticket) }, false, slices.ContainsFunc(list, func(e *entry) bool { return oneLine(e.About.Ticket) != "" })},
		{"PARKED", 6, func(e *entry) string { return strconv.Itoa(e.Parked) }, true, slices.ContainsFunc(list, func(e *entry) bool { return e.Parked > 0 })},
		{i18n.T("STANDS AT"), width, (*entry).where, false, true},
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
			wide = max(wide, ansi.StringWidth(oneLine(col.cell(e))))
		}
		wide = max(1, min(wide, col.most, width-used))
		for i := range lines {
			text := col.title
			if i > 0 {
				text = oneLine(col.cell(list[i-1]))
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
		fmt.Fprintln(&b, i18n.T("  check again: %s %s", word, list[i-1].CheckAgain.Format(minuteUTC)))
	}
	return b.String()
}

// minuteUTC is how moments are shown that are in UTC.
const minuteUTC = "2006-01-02 15:04 UTC"

// ago says how long something has been, in few characters.
func ago(d time.Duration) string {
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

func listed(list []*entry, now time.Time) any {
	out := struct {
		SchemaVersion int             `json:"schema_version"`
		Sessions      []listedSession `json:"sessions"`
	}{SchemaVersion: 1, Sessions: []listedSession{}}
	for _, e := range list {
		s := listedSession{
			Name: e.Name, Playbook: e.About.Playbook, Started: e.Started, Last: e.Last, Ticket: e.About.Ticket, Whose: string(e.About.Whose),
			Origin: e.About.Origin, Answers: e.Answers, Parked: e.Parked,
		}
		if e.known {
			s.Outcome = e.at.Outcome.String()
		}
		if e.at.Verdict != nil {
			s.Verdict = e.at.Verdict.ID
		}
		if e.at.Question != nil {
			s.Question = e.at.Question.ID
		}
		if !e.fixed.At.IsZero() {
			s.FixedAt = &e.fixed.At
		}
		if !e.CheckAgain.IsZero() {
			s.CheckAgain, s.Due = &e.CheckAgain, !e.CheckAgain.After(now)
		}
		out.Sessions = append(out.Sessions, s)
	}
	return out
}
