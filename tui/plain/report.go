package plain

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// checkAfter is when a fix is to be checked again that was put off.
const checkAfter = 10 * time.Minute

// format reads what follows report or save. Without a name it is the first format, unless one must be named.
func (c *dialog) format(arg string, named bool) (f flow.Format, strict, ok bool) {
	formats := c.Reporter.Formats()
	if len(formats) == 0 {
		c.out.say(i18n.T("There are no formats."))
		return flow.Format{}, false, false
	}
	fields := strings.Fields(strings.ToLower(arg))
	if n := len(fields); n > 0 && fields[n-1] == "strict" {
		strict, fields = true, fields[:n-1]
	}
	name := strings.Join(fields, " ")
	if name == "" && !named {
		return formats[0], strict, true
	}
	i := slices.IndexFunc(formats, func(f flow.Format) bool {
		return strings.EqualFold(f.ID, name) || f.Ext != "" && strings.EqualFold(strings.TrimPrefix(f.Ext, "."), name)
	})
	if i >= 0 {
		return formats[i], strict, true
	}
	if name != "" {
		c.out.say(i18n.T("There is no format %q.", conversation.Excerpt(name)))
	}
	c.out.say(i18n.T("Formats; add strict to mask addresses and names, too:"))
	for _, f := range formats {
		c.out.hang("  "+f.ID+": ", f.Title)
	}
	return flow.Format{}, false, false
}

// written writes the session in the format that arg names, and says why where it cannot.
func (c *dialog) written(p flow.Position, arg string, named bool) (f flow.Format, w flow.Written, ok bool) {
	f, strict, ok := c.format(arg, named)
	if !ok {
		return f, w, false
	}
	w, err := c.Reporter.Write(f.ID, c.state().Session, p, strict)
	if err != nil {
		c.out.say(saidNotWritten + err.Error())
	}
	return f, w, err == nil
}

// report prints the session in a format.
func (c *dialog) report(p flow.Position, arg string) {
	_, w, ok := c.written(p, arg, false)
	if !ok {
		return
	}
	c.out.alone(i18n.T("report"), w.Text)
	c.out.say(conversation.MaskedWord(w.Masked))
}

// save writes the session in a format into a file.
func (c *dialog) save(p flow.Position, arg string) {
	f, w, ok := c.written(p, arg, true)
	if !ok {
		return
	}
	path, err := c.Reporter.Save(f.ID, w.Text)
	if err != nil {
		c.out.say(i18n.T("The report could not be saved: %s", err.Error()))
		return
	}
	c.out.hang(i18n.T("Written to: "), path)
	c.out.say(conversation.MaskedWord(w.Masked))
}

// later ends the conversation. A fix that waits to be tried is to be checked again.
func (c *dialog) later(p flow.Position) {
	if c.state().Stage() == conversation.AtVerdict {
		at := c.Now().UTC().Add(checkAfter)
		c.do(conversation.Later{At: at})
		c.out.say(i18n.T("To be checked again at %s.", conversation.TimeWord(at)))
	}
	c.over = true
	c.farewell(p, i18n.T("To be continued."))
}

// verified records that the full request works after the fix, with the id of the request that showed it.
func (c *dialog) verified(arg string) {
	id := conversation.RequestID(arg)
	if arg != "" && id == "" {
		c.out.say(conversation.NoRequestID(arg))
		return
	}
	c.do(conversation.Tried{Works: flow.Yes, From: c.says, Request: id})
	c.spoke()
	c.works()
}

// works says that the full request was seen to work after the fix.
func (c *dialog) works() {
	c.fresh = true
	c.out.say(i18n.T("Recorded: it works."))
}

// verify asks whether the fix has helped, by the keys that the wizard takes for it, and does what is answered.
func (c *dialog) verify(ctx context.Context, p flow.Position) error {
	ways := c.state().Verifying()
	show := func() {
		for _, b := range ways {
			item, ok := b.(page.Item)
			if !ok {
				c.out.show(b)
				continue
			}
			name, _ := item.Pick.(conversation.Name)
			c.out.hang(fmt.Sprintf("  %s (%s): ", conversation.Named(name).Keys[0], item.Word), item.Text)
		}
	}
	show()
	for {
		line, err := c.ask(ctx, i18n.T("does it work now (a letter above, or skip): "))
		if err != nil {
			return err
		}
		key := strings.ToLower(line)
		w, arg := c.parse(line)
		if key == i18n.T("skip") {
			w = conversation.Named(conversation.SkipProbe)
		}
		switch w.Name {
		case conversation.SayYes, conversation.SayNo, conversation.SayUnsure:
			key = conversation.Named(w.Name).Keys[0]
		case conversation.SkipProbe, conversation.GoBack:
			c.understood(w, line)
			c.out.say(i18n.T("Nothing was recorded."))
			return nil
		case conversation.Quit:
			c.understood(w, line)
			return errQuit
		case conversation.ShowHelp:
			c.understood(w, line)
			show()
			continue
		}
		for _, b := range ways {
			item, _ := b.(page.Item)
			if name, ok := item.Pick.(conversation.Name); ok && (name == w.Name || slices.Contains(conversation.Named(name).Keys, key)) {
				return c.act(ctx, p, strings.TrimSpace(item.Word+" "+arg))
			}
		}
		c.echo("")
		c.out.say(i18n.T("Type a letter of those above, or skip. Nothing changed."))
		if err := c.missed(); err != nil {
			return err
		}
	}
}

// refused records that the fix was made and did not help, with the same error or another one.
func (c *dialog) refused(same bool) {
	verdict := c.position().Verdict
	c.do(conversation.Tried{Works: flow.No, Same: same, From: c.says})
	c.spoke()
	if same {
		c.out.say(c.state().StillRefused(verdict))
		return
	}
	c.out.say(i18n.T("Recorded. Paste the new error: what the old one showed no longer counts."))
}
