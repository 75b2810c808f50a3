package plain

import (
	"fmt"
	"strconv"

	"why403/flow"
	"why403/flow/i18n"
)

// Book is a playbook with what goes with it. A conversation has one at a time; the fields mean what they do in Config.
type Book struct {
	Playbook   *flow.Playbook
	Digest     string // The hash of what it says.
	Read       func(text []byte) flow.Reading
	Escalation func(*flow.Session, flow.Position) (string, error)
	Prober     Prober
	Watcher    Watcher
	Reporter   Reporter
	Checklist  Checklist
}

// Books are the playbooks that a conversation can go on in.
type Books interface {
	// Choose reads a text with the playbook that it belongs to; ok is false where nothing chooses, because one was named.
	Choose(text []byte) (chosen flow.Chosen, ok bool)
	// Titles lists them.
	Titles() []flow.Title
	// Open returns the one with the id. The error says what to do.
	Open(id string) (Book, error)
}

// maxKept is how long a text is kept for another playbook to read it again, in bytes.
const maxKept = 16 << 20

func keep(text []byte) []byte {
	if len(text) > maxKept {
		return nil
	}
	return text
}

// use goes on with another playbook.
func (c *conversation) use(b Book) {
	c.Playbook, c.Read, c.Escalation = b.Playbook, b.Read, b.Escalation
	c.Prober, c.Watcher, c.Reporter, c.Checklist = b.Prober, b.Watcher, b.Reporter, b.Checklist
	c.fresh = true
}

// open returns the playbook with the id, and says so if it cannot.
func (c *conversation) open(id string) (Book, bool) {
	b, err := c.Books.Open(id)
	if err != nil {
		c.out.say(i18n.T("The playbook stays as it is: %v", err))
		return Book{}, false
	}
	return b, true
}

// chosen reads the text with the playbook it belongs to, unless the person took one or has answered in this one.
func (c *conversation) chosen(text []byte) (flow.Chosen, bool) {
	if c.Books == nil || c.picked {
		return flow.Chosen{}, false
	}
	for _, f := range c.Session.Facts() {
		if f.From != flow.Pasted {
			return flow.Chosen{}, false
		}
	}
	return c.Books.Choose(text)
}

// take reads the text with the playbook it belongs to and records what it shows; of one that was read before in part, what is
// new. It returns why it is this playbook's, where
// that was asked.
func (c *conversation) take(text []byte, added bool) (r flow.Reading, why string, asked bool) {
	ch, asked := c.chosen(text)
	if asked && ch.Playbook != c.Playbook.ID {
		if b, ok := c.open(ch.Playbook); ok {
			why = b.Playbook.Statements(ch.Because)
			c.record(c.Session.HandOver(flow.Handing{From: c.Playbook, To: b.Playbook, Digest: b.Digest, By: flow.Pasted, Because: why, New: &ch.Reading}, c.Now()))
			c.use(b)
			return ch.Reading, why, true
		}
		asked = false
	}
	if !asked {
		ch = flow.Chosen{Reading: c.Read(text)}
	}
	if added {
		c.record(c.Session.Add(ch.Reading, flow.Pasted, c.Now()))
	} else {
		c.record(c.Session.Read(ch.Reading, flow.Pasted, c.Now()))
	}
	return ch.Reading, c.Playbook.Statements(ch.Because), asked
}

// tellBook says which playbook the text was read with, and why.
func (c *conversation) tellBook(why string) {
	if why == "" {
		why = i18n.T("nothing in the text decides which, so it is the usual one.")
	}
	c.out.hang(i18n.T("Read with: "), fmt.Sprintf("%s (%s): %s", c.Playbook.Title, c.Playbook.ID, why))
	c.out.say(i18n.T("For another playbook, type playbook."))
}

// handOver goes on in the playbook that the verdict names.
func (c *conversation) handOver(p flow.Position) {
	if p.Verdict == nil || p.Verdict.HandsTo == "" || p.Solved {
		c.out.say(i18n.T("This verdict hands over to no other playbook. To take one all the same, type playbook."))
		return
	}
	c.turn(p.Verdict.HandsTo, c.Playbook.ID+": "+p.Verdict.Title)
}

// turn goes on in the playbook with the id. The text is read again by its signs, if it is still at hand.
func (c *conversation) turn(id, why string) {
	b, ok := c.open(id)
	if !ok {
		return
	}
	h := flow.Handing{From: c.Playbook, To: b.Playbook, Digest: b.Digest, By: flow.You, Because: why}
	if c.text != nil {
		r := b.Read(c.text)
		h.Again = &r
	}
	c.record(c.Session.HandOver(h, c.Now()))
	c.use(b)
	c.out.hang(i18n.T("Going on with: "), b.Playbook.Title+" ("+id+")")
}

// books lists the playbooks, or takes one.
func (c *conversation) books(arg string) {
	titles := c.Books.Titles()
	n, err := strconv.Atoi(arg)
	for i, t := range titles {
		if t.ID == arg || err == nil && i+1 == n {
			if t.ID == c.Playbook.ID {
				c.out.say(i18n.T("That is the one in use."))
				return
			}
			c.picked = true
			c.turn(t.ID, i18n.T("taken by hand"))
			return
		}
	}
	if arg != "" {
		c.out.say(i18n.T("There is no playbook %q.", arg))
	}
	c.out.say(i18n.T("Playbooks; type playbook and a number. What means the same in both is kept, the rest waits until you come back."))
	for i, t := range titles {
		mark := ""
		if t.ID == c.Playbook.ID {
			mark = i18n.T(", in use")
		}
		c.out.hang(fmt.Sprintf("%3d. ", i+1), t.Title+" ("+t.ID+")"+mark)
	}
}

// turned goes on in the playbook that the session is in, after something was taken back.
func (c *conversation) turned() {
	id := c.Session.About().Playbook
	if c.Books == nil || id == "" || id == c.Playbook.ID {
		return
	}
	if b, ok := c.open(id); ok {
		c.use(b)
		c.out.hang(i18n.T("Going on with: "), b.Playbook.Title+" ("+id+")")
	}
}

// hands says how to go on, where the verdict is another playbook's.
func (c *conversation) hands(p flow.Position) {
	if c.Books != nil && p.Verdict.HandsTo != "" {
		c.out.hang("  handover: ", i18n.T("go on in the playbook %s, which takes what is known along.", p.Verdict.HandsTo))
	}
}
