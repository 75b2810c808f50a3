package plain

import (
	"why403/flow/conversation"
)

// What a conversation reaches the world through.
type (
	Prober    = conversation.Prober
	Watcher   = conversation.Watcher
	Looker    = conversation.Looker
	Watch     = conversation.Watch
	Checklist = conversation.Checklist
	Reporter  = conversation.Reporter
	Book      = conversation.Book
	Books     = conversation.Books
)
