package tui

import (
	"reflect"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/redact"
)

// keepsAll puts what the session begins with on the bench's disk, and has the session that is due recorded there, too.
func (b *bench) keepsAll() {
	b.disk = b.app.t.state.Session.Events()
	due := b.app.cfg.Due
	if due == nil {
		return
	}
	resume := due.Resume
	due.Resume = func() (*flow.Session, func([]flow.Event) error, error) {
		s, _, err := resume()
		b.disk = s.Events()
		return s, b.app.cfg.Record, err
	}
}

// intends returns what a key is about to do, a chosen line followed; nil if the key is only text or is held back.
func (b *bench) intends(name string) intent {
	a := b.app
	if a.small() || a.swallows() || a.after != nil || a.leaving {
		return nil
	}
	if area, ok := a.pasteArea(); ok && (area.pending || name == "enter" && a.mayBePaste()) {
		return nil
	}
	do, ok := find(a.keys(true), name)
	if !ok {
		return nil
	}
	if _, ok := do.(chose); !ok {
		return do
	}
	if l, ok := a.top().screen.(lister); ok {
		return l.Choose()
	}
	return nil
}

// pressAndKeep presses a key and fails if an event that was there is gone or altered, or if what the key says is not kept.
func pressAndKeep(rt *rapid.T, b *bench, name string) {
	rt.Helper()
	if b.quit {
		return
	}
	session, before, promise := b.app.t.state.Session, b.app.t.state.Session.Events(), b.promise(b.intends(name))
	b.press(name)
	now := b.app.t.state.Session.Events()
	if b.app.t.state.Session == session && (len(now) < len(before) || !sameEvents(now[:len(before)], before)) {
		rt.Fatalf("%s: %v became %v", name, before, now)
	}
	if missing := promise(); missing != "" {
		rt.Fatalf("%s: %s: lost\nevents: %v\n%s", name, missing, now, b.screen())
	}
}

// sameEvents reports whether two records say the same.
func sameEvents(a, b []flow.Event) bool { return len(a)+len(b) == 0 || reflect.DeepEqual(a, b) }

// promise returns a check that what the intent says is kept; it names what is missing. Most intents say nothing.
func (b *bench) promise(do intent) (missing func() string) {
	a := b.app
	said := func(id string, holds func(f flow.Fact, known bool) bool) func() string {
		return func() string {
			if f, ok := a.t.state.Session.Fact(id); !holds(f, ok) {
				return "what was said of " + id
			}
			return ""
		}
	}
	switch do := do.(type) {
	case answered:
		words := a.t.state.Session.NoteText(flow.WordsOn(do.question))
		return said(do.question, func(f flow.Fact, _ bool) bool {
			return f.Value == do.value && !f.Parked() && (words == "" || f.Quote == words)
		})
	case changed:
		return said(do.fact, func(f flow.Fact, known bool) bool {
			if do.to.Number > 0 {
				return known && f.From == do.from
			}
			return f.Value == do.to.Value && known == (do.to.Value != flow.Unknown) && (!known || f.From == do.from && f.Quote == do.words)
		})
	case parked:
		words := a.t.state.Session.NoteText(flow.WordsOn(do.question))
		return said(do.question, func(f flow.Fact, _ bool) bool { return f.Asked == do.role && (words == "" || f.Quote == words) })
	case worked:
		return said(flow.FixedFact(a.t.pos.Verdict.ID), func(f flow.Fact, _ bool) bool { return f.Value == flow.Yes })
	case simple, command:
		return b.simplePromise(do)
	default:
		return func() string { return "" }
	}
}

func (b *bench) simplePromise(do intent) (missing func() string) {
	a, whose := b.app, b.app.t.state.Session.About().Whose
	switch s := a.top().screen.(type) {
	case *noteScreen:
		if do != keepText || len(s.Text()) > textLimit {
			break
		}
		text, below := s.Text(), a.layers[max(len(a.layers)-2, 0)].screen
		return func() string {
			if redact.Terminal(text) == "" { // What only acts on a terminal is not kept.
				return ""
			}
			kept := a.t.state.Session.NoteText(flow.NoteOn(s.fact))
			if s.words {
				kept = a.t.state.Session.NoteText(flow.WordsOn(s.fact))
				if c, ok := below.(*changeScreen); ok {
					kept = c.words
				}
			}
			if redact.Terminal(kept) != redact.Terminal(text) {
				return "the text " + text
			}
			return ""
		}
	case *answersScreen:
		if do != readAnswers || s.busy || s.area.empty() {
			break
		}
		checked := a.cfg.Checklist.Read(s.area.Text(), flow.Replay(a.t.state.Session.Events()))
		return func() string {
			for _, f := range checked.Facts {
				if got, _ := a.t.state.Session.Fact(f.ID); got != f {
					return "the answer that came back for " + f.ID
				}
			}
			return ""
		}
	}
	return func() string {
		if do == command(conversation.AboutCustomer) && (a.t.state.Session.About().Whose == flow.Customer) == (whose == flow.Customer) {
			return "whose call it is"
		}
		return ""
	}
}
