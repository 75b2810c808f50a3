package plain

import (
	"context"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// Rules of sending. A request goes out only after it was printed whole and the word send was typed as a line of its own at
// the prompt under it. Every paid one asks for itself. The end of the input, an empty line and a pasted text send nothing.

// probe shows the card of the probe that helps most with what is open, or of the one named, and asks what to do with it.
func (c *dialog) probe(ctx context.Context, p flow.Position, name string) error {
	card, ok := c.pick(p, name)
	if !ok {
		return nil
	}
	for show := true; ; {
		if show {
			c.showCard(card)
		}
		show = false
		line, err := c.ask(ctx, c.cardPrompt(card))
		if err != nil {
			return err
		}
		w, arg := c.parse(line)
		if w.Name == conversation.NoName || w.At&conversation.AtCard == 0 {
			if err := c.unknown(conversation.AtCard, line); err != nil {
				return err
			}
			continue
		}
		c.understood(w, line)
		switch w.Name {
		case conversation.SendProbe:
			if len(card.Missing) == 0 {
				return c.run(ctx, []string{card.Probe.ID})
			}
			c.out.say(conversation.Missing(strings.Join(card.Missing, "; ")))
		case conversation.SendFree:
			return c.free(ctx, p)
		case conversation.SkipProbe:
			c.out.say(i18n.T("Nothing was sent."))
			c.fresh = true
			return nil
		case conversation.ShowBody:
			c.out.alone("body", card.Request.Body)
		case conversation.WriteCommand:
			if err := c.command(ctx, p, card, arg); err != nil {
				return err
			}
		case conversation.HandOutput:
			return c.handBack(ctx)
		case conversation.ShowSettings:
			c.settings()
		case conversation.SetSetting:
			if err := c.set(arg); err != nil {
				return err
			}
			if card, ok = c.pick(p, card.Probe.ID); !ok {
				return nil
			}
			show = true
		case conversation.ShowHelp:
			c.help(conversation.AtCard)
		default:
			return errQuit
		}
	}
}

// cardPrompt offers the command first where the call is a customer's, and names the cost of what costs something.
func (c *dialog) cardPrompt(card flow.Card) string {
	choices := []string{"send", "free", "command", "skip"}
	if c.state().Answering() == flow.Customer {
		choices = []string{"command", "send", "free", "skip"}
	}
	ask := i18n.T("send it? (")
	if !card.Probe.Cost.Free() {
		ask = i18n.T("it costs %s; send it? (", conversation.CostWord(card.Probe.Cost))
	}
	if len(card.Missing) > 0 {
		choices = slices.DeleteFunc(choices, func(s string) bool { return s == "send" })
		ask = i18n.T("what next? (")
	}
	return ask + strings.Join(choices, "/") + "): "
}

// pick finds the card that is named, or else the best one for the question, or says why there is none.
func (c *dialog) pick(p flow.Position, name string) (flow.Card, bool) {
	facts := c.state().Session.Facts()
	if name == "" {
		if cards := conversation.Helpful(c.Prober.Cards(facts), p.Question); len(cards) > 0 {
			return cards[0], true
		}
		c.out.say(i18n.T("No probe can tell anything more here."))
		return flow.Card{}, false
	}
	var names []string
	for _, card := range c.Prober.Cards(facts) {
		if card.Probe == nil {
			continue
		}
		if strings.EqualFold(card.Probe.ID, name) {
			return card, true
		}
		names = append(names, card.Probe.ID)
	}
	if len(names) == 0 {
		c.out.say(i18n.T("There are no probes."))
		return flow.Card{}, false
	}
	c.out.hang(i18n.T("There is no such probe. There are: "), strings.Join(names, ", ")+".")
	return flow.Card{}, false
}

// free shows every probe that costs nothing and can help, and sends them all after one more question.
func (c *dialog) free(ctx context.Context, p flow.Position) error {
	var cards []flow.Card
	missing := 0
	for _, card := range conversation.Helpful(c.Prober.Cards(c.state().Session.Facts()), p.Question) {
		switch {
		case !card.Probe.Cost.Free():
		case len(card.Missing) > 0:
			missing++
		default:
			cards = append(cards, card)
		}
	}
	if missing > 0 {
		c.out.say(i18n.T("Free probes that lack something and are left out: %d.", missing))
	}
	c.fresh = true
	if len(cards) == 0 {
		c.out.say(i18n.T("There is no free probe that can be sent from here and tell anything more."))
		return nil
	}
	var ids []string
	for _, card := range cards {
		ids = append(ids, card.Probe.ID)
		c.out.show(c.state().Card(card, maxShownBody)...)
	}
	c.out.blank()
	for {
		line, err := c.ask(ctx, i18n.T("send these %d, all free? (send/skip): ", len(ids)))
		if err != nil {
			return err
		}
		w, _ := c.parse(line)
		if w.Name == conversation.NoName || w.At&conversation.AtFree == 0 {
			if err := c.unknown(conversation.AtFree, line); err != nil {
				return err
			}
			continue
		}
		c.understood(w, line)
		switch w.Name {
		case conversation.SendProbe:
			return c.run(ctx, ids)
		case conversation.SkipProbe:
			c.out.say(i18n.T("Nothing was sent."))
			return nil
		case conversation.ShowHelp:
			c.help(conversation.AtFree)
		default:
			return errQuit
		}
	}
}

// command prints what to run on another machine, alone, in the language named, or else the one used before: for the card's
// probe, or after the word all for every free one that can help.
func (c *dialog) command(ctx context.Context, p flow.Position, card flow.Card, arg string) error {
	first, language, _ := strings.Cut(arg, " ")
	free := conversation.Portable(conversation.Helpful(c.Prober.Cards(c.state().Session.Facts()), p.Question))
	all := strings.EqualFold(first, i18n.T("all"))
	if language = strings.TrimSpace(language); !all {
		language = arg
	}
	probes := c.state().Together(card.Probe.ID, p.Question)
	if all {
		if probes = free; len(free) == 0 {
			c.out.say(i18n.T("There is no free probe that a command can send from another machine and that can tell anything more."))
			return nil
		}
	}
	langs := c.Prober.Languages()
	var ids []string
	for _, l := range langs {
		ids = append(ids, l.ID)
	}
	if len(ids) == 0 {
		c.out.say(i18n.T("There are no commands."))
		return nil
	}
	if language == "" {
		language = c.language
	}
	if language == "" {
		language = ids[0]
	}
	language = strings.ToLower(language)
	if !slices.Contains(ids, language) {
		c.out.hang(i18n.T("command takes a language, one of: "), strings.Join(ids, ", ")+".")
		return nil
	}
	c.language = language
	if err := c.fill(ctx, c.state().CommandLacks(probes)); err != nil {
		return err
	}
	text, err := c.Prober.Command(probes, language, c.state().Session)
	if err != nil {
		c.out.say(i18n.T("The command could not be written: %s", err.Error()))
		return nil
	}
	switch {
	case all:
		c.out.say(i18n.T("The free probes %s in one command, in %s. Key and base URL are those of the environment there.", strings.Join(free, ", "), langs[slices.Index(ids, language)].Title))
	case len(probes) > 1:
		c.out.say(i18n.T("The probes %s in one command, in %s: together they answer this. Key and base URL are those of the environment there.", strings.Join(probes, ", "), langs[slices.Index(ids, language)].Title))
	default:
		c.out.say(i18n.T("Probe %s, in %s. It costs there what it costs here: %s. Key and base URL are those of the environment there.", card.Probe.ID, langs[slices.Index(ids, language)].Title, conversation.CostWord(card.Probe.Cost)))
	}
	c.out.command(text)
	if !all && len(free) > 1 {
		c.out.say(i18n.T("One command for all %d free probes that can help: command all.", len(free)))
	}
	c.out.say(i18n.T("To read what it printed, type handback."))
	return nil
}

// fill asks for what a command or a letter needs and nobody has said, one thing after the other; a dash skips it and an empty line all that
// follows, once and for all. A script has answers to what it expects alone, and is not asked.
func (c *dialog) fill(ctx context.Context, lacks []conversation.Blank) error {
	for _, b := range lacks {
		if c.skipped[b.Name] || c.Echo {
			continue
		}
		for {
			text, err := c.ask(ctx, i18n.T("%s (- skips it, an empty line goes on without the rest) ", b.Ask))
			if err != nil {
				return err
			}
			if text = clean(text); text == "-" {
				c.echo(text)
				c.skipped[b.Name] = true
				break
			}
			if text == "" {
				c.echo("")
				for _, b := range lacks {
					c.skipped[b.Name] = c.skipped[b.Name] || c.state().Session.Known(b.Name) == ""
				}
				break
			}
			if w, _ := c.parse(text); w.Name == conversation.Quit {
				return errQuit
			}
			if b.Takes(text) {
				c.echo(text)
				c.do(conversation.Fill{Texts: map[string]string{b.Name: text}})
				break
			}
			c.echo("")
			c.out.say(b.NotThat(text))
		}
	}
	return nil
}
