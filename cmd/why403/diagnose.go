package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/command"
	"why403/flow/conversation"
	"why403/flow/evidence"
	"why403/flow/files"
	"why403/flow/i18n"
	"why403/flow/local"
	"why403/flow/probe"
	"why403/flow/redact"
	"why403/flow/report"
)

// diagnosingGC lets garbage pile up: one diagnosis is over before it matters. A batch, which is not, takes half the memory without it
// and no more time.
const diagnosingGC = 400

// diagnosing holds the flags of the diagnose command.
type diagnosing struct {
	probing
	probes  scope
	format  string
	json    bool // The same as --format json.
	full    bool
	batch   bool
	schema  bool
	answers []string
	file    string // Of answers.
	which   int    // Of several errors in the text; 0 for none.
	look    string // The program that fails on this machine, or any; empty does not look.
	yes     bool
}

func (c *console) diagnose() *cobra.Command {
	var d diagnosing
	cmd := &cobra.Command{
		Use:   "diagnose [FILE|-]…",
		Short: "Read an error and print the verdict or the next question, without asking",
		Long: `Reads the text of an error from FILE, or from standard input, and prints the verdict, or the question that
would come next. Several files are read as one text: the error, and what else was found out. The text finds the playbook that it belongs to, unless --playbook names one, and goes over to another where a
verdict says so; the result names it. Nobody is asked. Nothing is sent either, unless --probe allows it: the requests that can still decide
something then go out, each written to standard error before it is sent; free sends those that cost nothing, all also
those that cost a little, one by one, until there is a verdict. With --look this machine is looked at as doctor does, and what it
shows counts for a program that fails here; what doctor --customer printed elsewhere can stand in the text.

--format markdown and html write it up as a report does, with the error at its end; github prints an annotation for GitHub
Actions, and adds the report to the job's summary ($GITHUB_STEP_SUMMARY; without that it is printed below). No format changes the
exit status.

` + statuses(nil),
		Example: `  why403 diagnose error.txt
  why403 diagnose error.txt trace.txt
  pbpaste | why403 diagnose --json
  why403 diagnose error.txt --format markdown > ticket.md
  why403 diagnose error.txt --answer plain-works=yes --answer own-model-works=no
  why403 diagnose error.txt --look=sdk --yes
  why403 diagnose error.txt --probe free --model claude-opus-5-5
  why403 diagnose --batch --json < reports.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("error") && d.which < 1 {
				return usagef("leave it out to see what is asked", "--error counts from 1")
			}
			return c.runDiagnose(cmd.Context(), d, args)
		},
	}
	f := cmd.Flags()
	oneOf(cmd, &d.format, "format", formatText, "the `FORM`: "+strings.Join(diagnosisFormats, ", "), diagnosisFormats...)
	f.BoolVar(&d.json, "json", false, "the same as --format json: one object, as --schema describes it")
	f.BoolVar(&d.full, "full", false, "write out the steps of the fix, the request, how to verify it and the sources, too")
	f.BoolVar(&d.batch, "batch", false, `read JSON lines {"id":…,"text":…} and print one JSON object a line, in order`)
	f.BoolVar(&d.schema, "schema", false, "print the JSON Schema of --json and stop")
	c.answerFlag(cmd, &d.answers)
	f.StringVar(&d.file, "answers", "", "read answers from `FILE`, one ID=VALUE a line")
	f.IntVar(&d.which, "error", 0, "where several errors in the text are asked about, read the `N`-th as the one of the failing call")
	oneOf(cmd, &d.probes, "probe", noProbes, "send the `REQUESTS` that can still decide something: free, or all with those that cost something", string(freeProbes), string(allProbes))
	oneOf(cmd, &d.look, "look", "", "look at this machine, too, where `PROGRAM` fails, started in this folder: claude-code, sdk, openai-sdk, or any if it can be several", lookedAt...)
	f.Lookup("look").NoOptDefVal = anyProgram
	f.BoolVar(&d.yes, "yes", false, "let --look read without asking")
	d.flags(cmd)
	return cmd
}

func (c *console) runDiagnose(ctx context.Context, d diagnosing, args []string) error {
	if d.schema {
		_, err := c.out.Write(report.Schema())
		return err
	}
	if d.batch && d.probes != noProbes {
		return usagef("", "--batch sends nothing; --probe is for one error at a time")
	}
	if d.json && d.format == formatText {
		d.format = report.FormatJSON
	}
	switch {
	case d.json && d.format != report.FormatJSON:
		return usagef("leave one of them out", "--json and --format %s", d.format)
	case d.batch && d.format != formatText && d.format != report.FormatJSON:
		return usagef("", "--batch prints JSON; --format %s is for one error at a time", d.format)
	}
	if !d.batch {
		debug.SetGCPercent(diagnosingGC)
	}
	if d.batch && len(args) > 1 {
		return usagef("put the lines into one file, or pipe them in: cat FILE... | why403 diagnose --batch", "--batch reads one file")
	}
	given, err := c.given(ctx, d)
	if err != nil {
		return err
	}
	if d.probes == noProbes {
		d.unused(c.err)
	}
	if d.batch {
		return c.readBatch(ctx, args, given)
	}
	var text []byte
	if len(args) > 0 || !c.inTerminal || len(given) == 0 && d.probes == noProbes {
		if text, err = c.text(ctx, args); err != nil {
			return err
		}
		if text == nil {
			text = []byte{}
		}
	}
	looks, text, err := c.looks(ctx, d, text)
	if err != nil {
		return err
	}
	talk, read, text, err := c.openText(ctx, text, d.which)
	if err != nil {
		return err
	}
	if d.object == "" && d.probes != noProbes {
		if d.object = probe.ObjectIn(talk.Book.Request, text); d.object != "" {
			fmt.Fprintln(c.err, i18n.T("why403: the stored object is taken from the text: %s; --object names another", d.object))
		}
	}
	for more := !read.Unasked; more; {
		for _, l := range looks {
			talk.Do(conversation.Looked{Facts: l.report.Facts(talk.Book.Playbook, l.program, l.from), From: l.from})
		}
		talk.Do(conversation.Given{Facts: given.of(talk)})
		if d.probes != noProbes {
			if err := c.probeFor(ctx, d, talk); err != nil {
				return err
			}
		}
		if more = talk.Next(); more {
			last := talk.From[len(talk.From)-1]
			fmt.Fprintln(c.err, i18n.T("why403: %s switches to %s, which has what was known", last.ID, talk.Book.ID))
		}
	}
	at := talk.Position()
	if err := given.unused(talk); err != nil {
		return err
	}
	for _, answer := range given.idle(at.Trail) {
		fmt.Fprintln(c.err, i18n.T("why403: --answer %s does not count: with what else is known, that question is not asked", answer))
	}
	if err := c.writeDiagnosis(d, talk, read); err != nil {
		return fmt.Errorf("write the diagnosis: %w", err)
	}
	if nothingElse := len(given) == 0 && len(looks) == 0 && d.probes == noProbes; nothingElse && text != nil && read.Reading.Summary == "" && at.Outcome != flow.Concluded {
		return &exitError{code: exitNoError}
	}
	return ended(talk.Book.Playbook, at)
}

// formatText is the form for a terminal.
const formatText = "text"

// diagnosisFormats are the forms of a diagnosis, the usual one first.
var diagnosisFormats = []string{formatText, report.FormatMarkdown, report.FormatJSON, report.FormatHTML, report.FormatGitHub}

// writeDiagnosis prints the diagnosis in the form that is asked for.
func (c *console) writeDiagnosis(d diagnosing, talk *headless.Talk, read *conversation.Read) error {
	pb, s, at := talk.Book.Playbook, talk.State().Session, talk.Position()
	written := func(format string) (string, error) {
		w, err := report.Write(pb, s, at, format, report.Options{Now: c.now(), Full: d.full, Given: read.Reading.Given()})
		return w.Text, err
	}
	switch d.format {
	case formatText:
		return report.Diagnose(pb, s, at).Of(read.Reading).Text(c.out, c.columns(), d.full)
	case report.FormatJSON:
		return printJSON(c.out, report.Diagnose(pb, s, at).Of(read.Reading))
	case report.FormatGitHub:
		return c.annotate(written)
	default:
		out, err := written(d.format)
		if err == nil {
			_, err = io.WriteString(c.out, out)
		}
		return err
	}
}

// annotate prints an annotation for a run of GitHub Actions, and adds the report to the job's summary, or prints it where no job
// runs.
func (c *console) annotate(written func(format string) (string, error)) error {
	note, err := written(report.FormatGitHub)
	if err != nil {
		return err
	}
	summary, err := written(report.FormatMarkdown)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(c.out, note); err != nil {
		return err
	}
	name := c.env("GITHUB_STEP_SUMMARY")
	if name == "" { // What stands in the text may begin as a workflow command does.
		token := rand.Text()
		_, err := fmt.Fprintf(c.out, "\n::stop-commands::%s\n%s\n::%s::\n", token, strings.TrimRight(summary, "\n"), token)
		return err
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, summary+"\n")
	return errors.Join(err, f.Close())
}

// anyProgram is the failing program where nobody says which it is; lookedAt are it and those that a look knows.
const anyProgram = "any"

var lookedAt = []string{"claude-code", "sdk", "openai-sdk", anyProgram}

// looked is what a look showed, here or where a text comes from.
type looked struct {
	report  *local.Report
	program string // Empty for any.
	from    flow.Source
}

// looks returns what a look at this machine shows, if it is asked for, and what a command that looks at another one has printed in
// the text, and the text without that.
func (c *console) looks(ctx context.Context, d diagnosing, text []byte) (out []looked, rest []byte, err error) {
	if local.IsOutput(text) {
		r, rest, ok := content.Doctor().Output(string(text))
		if !ok {
			return nil, nil, usagef("copy all of it, from its first line to its last", "what doctor --customer printed is cut off")
		}
		out, text = append(out, looked{r, "", flow.You}), []byte(rest)
	}
	if d.look == "" {
		return out, text, nil
	}
	program := d.look
	if program == anyProgram {
		program = ""
	}
	r, err := c.look(ctx, ".", d.yes)
	return append(out, looked{r, program, flow.Machine}), text, err
}

// openText reads the text into a new session in the playbook that it belongs to, and returns what was read. Without a text that is
// the usual one.
func (c *console) openText(ctx context.Context, text []byte, which int) (*headless.Talk, *conversation.Read, []byte, error) {
	usual, err := c.playbooks().Usual()
	if err != nil {
		return nil, nil, nil, err
	}
	talk := headless.Beginning{Library: c.playbooks(), Book: usual, Choose: c.playbooks().Choose, Now: c.now}.Open()
	if text == nil {
		return talk, new(conversation.Read), nil, nil
	}
	if command.Found(text) {
		fmt.Fprintln(c.err, i18n.T("why403: what a probe's command printed is no error and is left out; why403 probe --read takes it, and v in the wizard that gave the command out"))
		text = command.Without(text)
	}
	read, text, err := talk.Read(ctx, conversation.Give{Text: text}, which)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, w := range read.Reading.Warnings {
		fmt.Fprintf(c.err, "why403: %s\n", w)
	}
	if read.Reading.Summary == "" {
		fmt.Fprintln(c.err, i18n.T("why403: nothing in the text looks like an error"))
	}
	c.opened(content.Routed{Book: talk.Book, Reading: read.Reading, Because: read.Because})
	return talk, read, text, nil
}

// opened tells on standard error which playbook a text was read with, unless it is the usual one.
func (c *console) opened(choice content.Routed) {
	if c.playbooks().Named() || choice.ID == content.DefaultID {
		return
	}
	why := redact.Text(choice.Statements(choice.Because))
	fmt.Fprintln(c.err, i18n.T("why403: read with %s: %s\nwhy403: --playbook names another; playbook list shows them", choice.ID, why))
}

// probeFor sends what is allowed and the session still needs.
func (c *console) probeFor(ctx context.Context, d diagnosing, talk *headless.Talk) error {
	if err := c.needTrust(ctx, talk.Book, false); err != nil {
		return err
	}
	probes, err := c.prober(d.probing, talk.Book, func() *flow.Session { return talk.State().Session })
	if err != nil {
		return err
	}
	with := headless.Bare(talk.Book)
	with.Prober = probes
	talk.Equip(with)
	paid := d.probes == allProbes
	talk.SendUseful(ctx, paid, make(map[string]bool), func(card flow.Card) { c.show(c.err, talk.State().Card(card, shownBody)) }, func(t flow.ProbeResult) { c.show(c.err, talk.State().Told(t, true)) })
	if ctx.Err() != nil {
		return &exitError{code: exitInterrupted}
	}
	if talk.State().Position().Outcome == flow.Concluded {
		return nil
	}
	for _, l := range talk.Lacks(paid) {
		how := ""
		if flag := flagFor(talk.Book.Request.Variables, l.Missing); flag != "" {
			how = " (" + flag + ")"
		}
		fmt.Fprintln(c.err, i18n.T("not sent: %s: missing %s%s", strings.Join(l.Probes, ", "), redact.Terminal(l.Missing), how))
	}
	return nil
}

// ended returns the exit code of a position, as an error without words.
func ended(pb *flow.Playbook, p flow.Position) error {
	if code := report.Status(pb, p); code != exitVerdict {
		return &exitError{code: code}
	}
	return nil
}

// text reads the files named whole, as one text; without any, standard input.
func (c *console) text(ctx context.Context, args []string) ([]byte, error) {
	if len(args) == 0 {
		if c.inTerminal {
			return nil, usagef("name a file, or pipe the error's text into it", "there is nothing to read")
		}
		args = []string{"-"}
	}
	if first := slices.Index(args, "-"); first >= 0 && slices.Contains(args[first+1:], "-") {
		return nil, usagef("name - once", "standard input can be read only once")
	}
	texts := make([][]byte, 0, len(args))
	for _, name := range args {
		read := func() ([]byte, error) { return files.Input{Path: name, Most: maxText}.Read(ctx) }
		if name == "-" {
			read = func() ([]byte, error) { return files.Input{Most: maxText}.ReadFrom(ctx, c.in) }
		}
		text, err := read()
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return evidence.Join(texts...), nil
}

const (
	// maxText is how much of a text is taken into memory, in bytes. The reader itself looks at the first and the last 8 MiB.
	maxText    = 256 << 20
	maxAnswers = 1 << 20 // Of a file of answers, in bytes: some ten thousand.
)
