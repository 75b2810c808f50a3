package plain

import (
	"why403/flow/conversation"
)

// What a conversation reaches the world through.
type (
	Prober    = conversation.Prober
	Watcher   = conversation.Watcher
	Watch     = conversation.Watch
	Checklist = conversation.Checklist
	Reporter  = conversation.Reporter
	Book      = conversation.Book
	Books     = conversation.Books
)

// needs is what must be at hand for a word to be known.
type needs uint8

const (
	nothing needs = iota
	aProber
	aWatcher
	aReporter
	aChecklist
	aLibrary
)

func (c *dialog) has(n needs) bool {
	switch n {
	case aProber:
		return c.Prober != nil
	case aWatcher:
		return c.Watcher != nil
	case aReporter:
		return c.Reporter != nil
	case aChecklist:
		return c.Checklist != nil
	case aLibrary:
		return c.Books != nil
	default:
		return true
	}
}
