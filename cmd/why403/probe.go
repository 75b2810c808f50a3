package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/command"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/probe"
	"why403/flow/redact"
	"why403/flow/report"
)

// asking holds the flags of the probe command.
type asking struct {
	probing
	free, all, yes, json bool
	full                 bool
	language, read       string
}

func (c *console) probeCommand() *cobra.Command {
	var a asking
	cmd := &cobra.Command{
		Use:   "probe [PROBE]…",
		Short: "Let the API itself answer, by requests that are shown before they are sent",
		Long: `Without a name it lists the probes: what each finds out, what it costs, what is missing to send it. With names, or with
--free or --all, it shows each request whole and asks before it sends it. Answers that the API did not give (429, 5xx, a
page of HTML, a reset, a timeout) could not tell, and never count as a no.

With --command it prints what to run on another machine, where the key is: of the probes named, or with --free of all that
cost nothing. --read reads back what that printed, and says of each result that cannot be used why.

` + statuses(map[int]string{exitVerdict: "it told", exitOpen: "nothing was sent, or nothing could be told"}),
		Example: `  why403 probe
  why403 probe models plain --model claude-opus-5-5
  why403 probe --free --yes --json
  why403 probe plain --command sh
  why403 probe --free --command sh --model claude-opus-5-5`,
		Args: cobra.ArbitraryArgs,

		ValidArgsFunction: c.named(probeNames),

		RunE: func(cmd *cobra.Command, args []string) error { return c.runProbe(cmd.Context(), a, args) },
	}
	a.flags(cmd)
	f := cmd.Flags()
	f.BoolVar(&a.free, "free", false, "all that cost nothing and can be sent")
	f.BoolVar(&a.all, "all", false, "those that cost something, too")
	f.BoolVar(&a.yes, "yes", false, "send without asking; what is sent is still shown")
	f.BoolVar(&a.json, "json", false, "print what was told as one JSON object a line")
	f.StringVar(&a.language, "command", "", "print the command for another machine, in `LANGUAGE`: sh, powershell, python or typescript")
	completeWith(cmd, "command", c.named(func(b *content.Book, _ string) []cobra.Completion { return b.Languages() }))
	f.BoolVar(&a.full, "full", false, "with --command, the command at length, which prints less of what came")
	f.StringVar(&a.read, "read", "", "read back what such a command printed, from `FILE` or - for standard input")
	return cmd
}

func (c *console) runProbe(ctx context.Context, a asking, ids []string) error {
	book, err := c.playbooks().Usual()
	if err != nil {
		return err
	}
	if a.read == "" && a.language == "" && (len(ids) > 0 || a.free || a.all) {
		if err := c.needTrust(ctx, book, !a.yes); err != nil {
			return err
		}
	}
	s := new(flow.Session)
	p, err := c.prober(a.probing, book, func() *flow.Session { return s })
	if err != nil {
		return err
	}
	p.Full = a.full
	with := headless.Bare(book)
	with.Prober = p
	state := conversation.New(conversation.Ports{}, with, s).State()
	cards := p.Cards(nil)
	for _, id := range ids {
		if book.Probe(id) == nil {
			return usagef(flow.Suggest(id, book.ProbeIDs()), "there is no probe %q", id)
		}
	}
	if languages := book.Languages(); a.language != "" && !slices.Contains(languages, a.language) {
		return usagef(flow.Suggest(a.language, languages), "--command: there is no language %q", a.language)
	}
	switch {
	case a.read != "" && (a.language != "" || a.free || a.all || len(ids) > 0):
		return usagef("what was printed names its probe itself", "--read takes no probe and sends nothing")
	case a.read != "":
		return c.readBack(ctx, p, state, a)
	case a.language != "" && len(ids) == 0 && (!a.free || a.all):
		return usagef("name the probe: why403 probe plain --command "+a.language+"; or add --free for all that cost nothing", "--command needs a probe, or --free")
	case len(ids) == 0 && !a.free && !a.all:
		if a.json {
			return usagef("add --free, --all or the name of a probe", "--json is for what was told, and the list tells nothing")
		}
		return c.listProbes(book.ID, p, cards)
	case a.language != "":
		if a.free {
			ids = append(ids, portable(cards, ids)...)
		}
		return c.printCommands(p, s, ids, a.language)
	}
	chosen, err := choose(cards, ids, a)
	if err != nil {
		return err
	}
	if !a.yes && !c.inTerminal {
		return usagef("add --yes to send them without being asked", "there is no terminal to ask on")
	}
	allowed := c.consent(ctx, state, chosen, a.yes)
	switch {
	case ctx.Err() != nil:
		return &exitError{code: exitInterrupted}
	case len(allowed) == 0:
		fmt.Fprintln(c.err, i18n.T("why403: nothing was sent"))
		return &exitError{code: exitOpen}
	}
	err = c.printTold(state, a.json, p.Run(ctx, allowed, nil, nil))
	if ctx.Err() != nil {
		return &exitError{code: exitInterrupted}
	}
	return err
}

// portable returns the free probes that a command can send from another machine, without those named already.
func portable(cards []flow.Card, named []string) []string {
	var ids []string
	for _, card := range cards {
		if card.Portable && card.Probe.Cost.Free() && !slices.Contains(named, card.Probe.ID) {
			ids = append(ids, card.Probe.ID)
		}
	}
	return ids
}

// choose returns the cards of the probes named, or of all that are free, or of all. What is missing for a probe that was named
// is an error; others are left out.
func choose(cards []flow.Card, ids []string, a asking) ([]flow.Card, error) {
	var chosen []flow.Card
	for _, card := range cards {
		named := slices.Contains(ids, card.Probe.ID)
		if named && len(card.Missing) > 0 {
			return nil, usagef("see why403 probe --help for where each comes from", "%s cannot be sent: missing %s", card.Probe.ID, strings.Join(card.Missing, "; "))
		}
		if named || len(card.Missing) == 0 && (a.all || a.free && card.Probe.Cost.Free()) {
			chosen = append(chosen, card)
		}
	}
	for _, id := range ids {
		if !slices.ContainsFunc(chosen, func(c flow.Card) bool { return c.Probe.ID == id }) {
			return nil, usagef("--object names the endpoint", "%s is about another endpoint than the failing call's", id)
		}
	}
	if len(chosen) == 0 {
		return nil, usagef("why403 probe lists what is missing for each", "no probe can be sent")
	}
	return chosen, nil
}

func (c *console) listProbes(playbook string, p *probe.Bound, cards []flow.Card) error {
	if len(cards) == 0 {
		fmt.Fprintln(c.err, i18n.T("why403: the playbook %s has no request that can be sent from here", playbook))
		return nil
	}
	w := bufio.NewWriter(c.out)
	for _, card := range cards {
		price := i18n.T("free")
		if !card.Probe.Cost.Free() {
			price = card.Probe.Cost.Money
		}
		fmt.Fprintf(w, "%-18s %-30s %s\n", card.Probe.ID, price, card.Probe.Title)
		if len(card.Missing) > 0 {
			fmt.Fprintf(w, "%-18s missing: %s\n", "", redact.Terminal(strings.Join(card.Missing, "; ")))
		}
	}
	fmt.Fprintln(w, i18n.T("\nThey go to %s, %s.", redact.Text(p.Settings().BaseURL), redact.Text(p.Settings().UsualPath)))
	return w.Flush()
}

// consent shows what would go out, asks, and returns what may be sent: the free ones with one answer, the others with one each.
// The end of the input is no consent, and neither is an interruption.
func (c *console) consent(ctx context.Context, state *conversation.State, cards []flow.Card, yes bool) []string {
	var ids []string
	ask := func(question string) bool {
		if yes {
			return true
		}
		agreed, err := c.agreed(ctx, question+" [y/N] ")
		return agreed && err == nil
	}
	var free []string
	for _, card := range cards {
		if card.Probe.Cost.Free() {
			c.show(c.err, state.Card(card, shownBody))
			free = append(free, card.Probe.ID)
		}
	}
	if len(free) > 0 && ask("Send "+i18n.Count(len(free), i18n.T("free request"))+"?") {
		ids = append(ids, free...)
	}
	for _, card := range cards {
		if card.Probe.Cost.Free() {
			continue
		}
		if ctx.Err() != nil {
			return nil
		}
		c.show(c.err, state.Card(card, shownBody))
		if ask(i18n.T("Send it? It costs %s.", card.Probe.Cost.Money)) {
			ids = append(ids, card.Probe.ID)
		}
	}
	return ids
}

func (c *console) printCommands(p *probe.Bound, s *flow.Session, ids []string, language string) error {
	if len(ids) == 0 {
		return usagef("why403 probe lists what is missing for each", "no free probe can be sent from another machine")
	}
	text, err := p.Command(ids, language, s)
	if err != nil {
		return usagef("", "%w", err)
	}
	_, err = io.WriteString(c.out, text)
	return err
}

func (c *console) readBack(ctx context.Context, p *probe.Bound, state *conversation.State, a asking) error {
	text, err := c.text(ctx, []string{a.read})
	if err != nil {
		return err
	}
	if len(text) > command.MaxText {
		return usagef("cut out what the command printed", "the text is longer than %d KiB", command.MaxText>>10)
	}
	hint := i18n.T("give --model and the other flags as for --command")
	back, err := p.ReadOutput(text, state.Session)
	if err = errors.Join(err, back.Foreign); err != nil {
		return usagef(hint, "--read: %w", err)
	}
	for _, e := range back.Passed {
		fmt.Fprintln(c.err, i18n.T("why403: passed over: %s", redact.Terminal(e.Error())))
	}
	if len(back.Passed) > 0 {
		fmt.Fprintln(c.err, i18n.T("why403: hint: %s", hint))
	}
	return c.printTold(state, a.json, back.Told)
}

func (c *console) printTold(state *conversation.State, asJSON bool, all []flow.ProbeResult) error {
	w := bufio.NewWriter(c.out)
	told := false
	for _, t := range all {
		told = told || t.Tells
		if asJSON {
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(report.ToldOf(t)); err != nil {
				return fmt.Errorf("write what was told: %w", err)
			}
			continue
		}
		c.show(w, state.Told(t, true))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write what was told: %w", err)
	}
	if !told {
		return &exitError{code: exitOpen}
	}
	return nil
}
