package desk

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"why403/cmd/why403d/people"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/files"
	"why403/flow/redact"
	"why403/flow/report"
	"why403/flow/sessions"
)

// Exit statuses, beside those of a diagnosis.
const (
	statusFailed      = 1
	statusUsage       = 2
	statusInterrupted = 130
)

// command is something that a client can have done instead of a conversation.
type command struct {
	name, takes, about string
	role               people.Permission // Who may.
	run                func(v *visit, args []string) (int, error)
}

// commands lists them in the order of the help.
func commands() []command {
	return []command{
		{"diagnose", "[--format text|json|markdown|html] [--full] [--error N] [--answer ID=VALUE] < FILE", "print what a text shows; nothing is kept", people.Diagnose, (*visit).diagnose},
		{"new", "[--ticket TICKET] [--mine]", "begin a session; needs a terminal (ssh -t), as without a command", people.Engineer, (*visit).begin},
		{"sessions", "[--open] [--parked] [--ticket TICKET] [--since 7d] [--json] [WORD]…", "list the team's sessions, the one used last first; all words have to be in it", people.Engineer, (*visit).list},
		{"resume", "SESSION|TICKET", "go on with a session, also while others are in it; needs a terminal (ssh -t)", people.Engineer, (*visit).resume},
		{"report", "[--format markdown|customer|html|json|support] SESSION|TICKET", "write a session up", people.Engineer, (*visit).report},
		{"code", "SESSION|TICKET", "let the customer into a session: what they type, once, within 30 minutes", people.Engineer, (*visit).code},
		{"revoke", "SESSION|TICKET", "make the codes of a session void, and send those away who came in by one", people.Engineer, (*visit).revoke},
		{"way", "[--send] [SESSION|TICKET]", "list what this server can ask without a key: the way to the service, and its status page; with --send, ask. What the status page reports goes into the session", people.Probes, (*visit).way},
		{"help", "", "print this", people.Diagnose, (*visit).help},
	}
}

// run does what the client asked for.
func (v *visit) run() int {
	words := v.sess.Command()
	if len(words) == 0 {
		if v.sess.RawCommand() != "" { // Quoting that does not end.
			v.tell("that command cannot be read; %s lists what there is", v.helpLine())
			return statusUsage
		}
		words = []string{"new"}
		if _, _, drawn := v.sess.Pty(); !drawn || !v.who.Role.May(people.Engineer) {
			words = []string{"help"}
		}
	}
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == words[0] })
	switch {
	case i < 0:
		v.tell("there is no command %q, and no shell; %s lists what there is", words[0], v.helpLine())
		return statusUsage
	case !v.who.Role.May(all[i].role):
		v.tell("the role %s may not do that", v.who.Role)
		return statusUsage
	}
	return v.failed(all[i].run(v, words[1:]))
}

// failed tells what is wrong, if anything is, and returns the exit status.
func (v *visit) failed(code int, err error) int {
	var wrong *flow.UsageError
	switch {
	case err == nil:
		return code
	case v.ctx.Err() != nil:
		return statusInterrupted
	case errors.As(err, &wrong):
		code = statusUsage
	default:
		code = statusFailed
	}
	v.tell("%v", err)
	if hint := flow.HintOf(err); hint != "" {
		v.tell("%s", hint)
	}
	return code
}

// flags reads the flags of a command and returns what follows them, which may be so many words.
func (v *visit) flags(name string, args []string, most int, define func(*flag.FlagSet)) ([]string, error) {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	define(f)
	if err := f.Parse(args); err != nil {
		return nil, flow.Usagef(v.helpLine()+" lists what there is", "%s: %w", name, err)
	}
	if f.NArg() > most {
		return nil, flow.Usagef(v.helpLine()+" lists what there is", "%s: %q is too much", name, f.Arg(most))
	}
	return f.Args(), nil
}

// helpLine is the command that prints what there is.
func (v *visit) helpLine() string { return v.desk.Line("", "") + " help" }

// help prints what there is.
func (v *visit) help(args []string) (int, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "why403 finds out why an API call was refused, and shows the fix. You are %s, with the role %s.\n\n", v.who.Name, v.who.Role)
	if v.who.Role.May(people.Engineer) {
		fmt.Fprintf(&b, "  %s\n      begin a session: paste the error, answer a few questions\n", v.desk.Line("", ""))
	}
	for _, c := range commands() {
		if v.who.Role.May(c.role) {
			fmt.Fprintf(&b, "  %s %s\n      %s\n", v.desk.Line("", ""), strings.TrimSpace(c.name+" "+c.takes), c.about)
		}
	}
	_, err := io.WriteString(v.sess, b.String())
	return 0, err
}

// columns is the width to wrap results at, as in why403: that of the terminal, at most 100, or 80 where there is none.
func (v *visit) columns() int {
	const most, usual = 100, 80
	if pty, _, ok := v.sess.Pty(); ok && pty.Window.Width > 0 {
		return min(pty.Window.Width, most)
	}
	return usual
}

// diagnose prints what the text on standard input shows. Its exit statuses are those of why403 diagnose.
func (v *visit) diagnose(args []string) (int, error) {
	var (
		format string
		asJSON bool
		full   bool
		which  int
		given  []string
	)
	_, err := v.flags("diagnose", args, 0, func(f *flag.FlagSet) {
		f.StringVar(&format, "format", "text", "")
		f.BoolVar(&asJSON, "json", false, "")
		f.BoolVar(&full, "full", false, "")
		f.IntVar(&which, "error", 0, "")
		f.Func("answer", "", func(a string) error {
			given = append(given, a)
			return nil
		})
	})
	if err != nil {
		return 0, err
	}
	if asJSON {
		format = report.FormatJSON
	}
	forms := []string{"text", report.FormatJSON, report.FormatMarkdown, report.FormatHTML}
	if !slices.Contains(forms, format) {
		return 0, flow.Usagef("", "diagnose: there is no format %q; there are %s", format, strings.Join(forms, ", "))
	}
	text, err := files.Input{Most: v.desk.Limits.Text, Hint: "give the part around the error"}.ReadFrom(v.ctx, v.in)
	if err != nil {
		return 0, err
	}
	book, err := v.desk.library.Usual()
	if err != nil {
		return 0, err
	}
	talk := headless.Beginning{Library: v.desk.library, Book: book, Choose: v.desk.library.Choose, Now: v.desk.Now}.Open()
	read, _, err := talk.Read(v.ctx, conversation.Give{Text: text}, which)
	if err != nil {
		return 0, err
	}
	for _, w := range read.Reading.Warnings {
		v.tell("%s", w)
	}
	if read.Reading.Summary == "" {
		v.tell("nothing in the text looks like an error")
	}
	var facts []flow.Fact
	for _, a := range given { // None counts where one is wrong.
		f, err := talk.Book.ParseAnswer(a, talk.State().Session, flow.You)
		if err != nil {
			return 0, err
		}
		facts = append(facts, f...)
	}
	talk.Do(conversation.Given{Facts: facts})
	for talk.Next() {
	}
	at := talk.Position()
	var out bytes.Buffer
	if err := v.write(&out, format, full, talk, read); err != nil {
		return 0, err
	}
	if _, err := v.sess.Write(out.Bytes()); err != nil {
		return 0, err
	}
	if read.Reading.Summary == "" && given == nil && at.Outcome != flow.Concluded {
		return report.StatusNoError, nil
	}
	return report.Status(talk.Book.Playbook, at), nil
}

// write writes a diagnosis in the format.
func (v *visit) write(out io.Writer, format string, full bool, talk *headless.Talk, read *conversation.Read) error {
	pb, s, at := talk.Book.Playbook, talk.State().Session, talk.Position()
	switch format {
	case "text":
		return report.Diagnose(pb, s, at).Of(read.Reading).Text(out, v.columns(), full)
	case report.FormatJSON:
		return printJSON(out, report.Diagnose(pb, s, at).Of(read.Reading))
	default:
		w, err := report.Write(pb, s, at, format, report.Options{Now: v.desk.Now(), Full: full, Given: read.Reading.Given()})
		if err == nil {
			_, err = io.WriteString(out, w.Text)
		}
		return err
	}
}

// begin begins a session. At a desk it is about a customer's call, unless the person says that it is the own one.
func (v *visit) begin(args []string) (int, error) {
	var ticket string
	var mine bool
	_, err := v.flags("new", args, 0, func(f *flag.FlagSet) {
		f.StringVar(&ticket, "ticket", "", "")
		f.BoolVar(&mine, "mine", false, "")
	})
	if err != nil {
		return 0, err
	}
	const most = 200 // Bytes of a ticket, as in why403.
	if len(ticket) > most {
		return 0, flow.Usagef("", "new: --ticket takes %d bytes at most", most)
	}
	about := flow.About{Whose: flow.Customer, Ticket: redact.Line(ticket)}
	if mine {
		about.Whose = flow.You
	}
	for {
		s, err := v.desk.begin(v.ctx, v.who.Name, about)
		if err != nil {
			return 0, err
		}
		code, next, err := v.talk(s)
		if err != nil || !next {
			return code, err
		}
		about.Ticket = "" // It was of the call before.
	}
}

// list prints the team's sessions.
func (v *visit) list(args []string) (int, error) {
	f, asJSON, since := sessions.Filter{}, false, ""
	words, err := v.flags("sessions", args, len(args), func(flags *flag.FlagSet) {
		flags.BoolVar(&f.Open, "open", false, "")
		flags.BoolVar(&f.Parked, "parked", false, "")
		flags.StringVar(&f.Ticket, "ticket", "", "")
		flags.StringVar(&since, "since", "", "")
		flags.BoolVar(&asJSON, "json", false, "")
	})
	if err != nil {
		return 0, err
	}
	now := v.desk.Now()
	if f.Words = words; since != "" {
		if f.Since, err = sessions.ParseSince(since, now); err != nil {
			return 0, err
		}
	}
	books := v.desk.library.Shelf()
	l := sessions.Search(v.ctx, v.desk.Keeper, func(s *flow.Session) *flow.Playbook {
		if b := books.Of(s); b != nil {
			return b.Playbook
		}
		return nil
	}, f)
	for _, err := range l.Unread {
		v.tell("%v", err)
	}
	switch {
	case v.ctx.Err() != nil:
		return 0, v.ctx.Err()
	case asJSON:
		return 0, printJSON(v.sess, l.Object(now))
	case len(l.Entries) == 0:
		v.tell("none of %d sessions fits", l.All)
		return 0, nil
	}
	_, err = io.WriteString(v.sess, masked(l.Table(now, v.columns())))
	return 0, err
}

// printJSON writes a value as one JSON object that a person can read.
func printJSON(out io.Writer, object any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(object)
}

// named takes a seat at the session that the only argument of a command means.
func (v *visit) named(command string, args []string) (*seat, error) {
	if len(args) == 0 {
		return nil, flow.Usagef(v.desk.Line("", "")+" sessions lists them", "%s: name a session, or its ticket", command)
	}
	name, err := v.desk.find(v.ctx, args[0])
	if err != nil {
		return nil, err
	}
	return v.desk.resume(v.ctx, name)
}

// resume goes on with a session.
func (v *visit) resume(args []string) (int, error) {
	args, err := v.flags("resume", args, 1, func(*flag.FlagSet) {})
	if err != nil {
		return 0, err
	}
	s, err := v.named("resume", args)
	if err != nil {
		return 0, err
	}
	code, next, err := v.talk(s)
	if err != nil || !next {
		return code, err
	}
	return v.begin(nil)
}

// code prints what a customer types to come into a session.
func (v *visit) code(args []string) (int, error) {
	s, err := v.named("code", args)
	if err != nil {
		return 0, err
	}
	line, err := v.desk.invite(v.ctx, s.Name(), v.who.Name)
	if err == nil {
		_, err = fmt.Fprintln(v.sess, line)
	}
	return 0, err
}

// revoke makes the codes of a session void.
func (v *visit) revoke(args []string) (int, error) {
	s, err := v.named("revoke", args)
	if err != nil {
		return 0, err
	}
	n, err := v.desk.lobby.Revoke(v.ctx, s.Name(), v.desk.Now())
	if err == nil {
		_, err = fmt.Fprintln(v.sess, n)
	}
	return 0, err
}

// report writes a session up.
func (v *visit) report(args []string) (int, error) {
	format := report.FormatMarkdown
	args, err := v.flags("report", args, 1, func(f *flag.FlagSet) { f.StringVar(&format, "format", format, "") })
	if err != nil {
		return 0, err
	}
	if !slices.ContainsFunc(report.Formats(), func(f flow.Format) bool { return f.ID == format }) {
		return 0, flow.Usagef(v.helpLine()+" lists what there is", "report: there is no format %q", format)
	}
	s, err := v.named("report", args)
	if err != nil {
		return 0, err
	}
	w, err := report.Write(s.book.Playbook, s.session, flow.Walk(s.book.Playbook, s.session.Facts()), format, report.Options{Now: v.desk.Now()})
	if err != nil {
		return 0, err
	}
	_, err = io.WriteString(v.sess, w.Text)
	return 0, err
}
