package conversation

import "why403/flow/page"

// What choosing a line of a page leads to, besides a Name and an Action.
type (
	// AtFact is a fact, to be changed.
	AtFact string
	// AtQuestion is a question, to be answered again.
	AtQuestion string
	// Show is the page of a command.
	Show struct {
		Name Name
		Of   string // What would follow its word: a number, an id; empty for nothing.
	}
)

// Page is what a command shows. Every front end can show any page, and needs no code for a new one.
type Page struct {
	Blocks []page.Block
	Choose string    // What choosing a line of it does, in a word or two. A line leads to its Pick.
	At     int       // The line that is highlighted at first, of those that can be chosen.
	Folded bool      // What stands under a line is shown of the highlighted one alone.
	Do     []Command // What can be done about it.
	See    []Command // What else it leads to.
	Before Show      // The page before this one and the one after it; zero where there is none.
	After  Show
	Passed bool   // It stands on the way: to close it is to go on.
	What   string // What is copied from it, in a few words, and Text, which that is.
	Text   string
}

// Page returns the page of a command, which has to have one.
func (s *State) Page(of Show) Page { return Named(of.Name).Page(s, of.Of) }

// as is the command under another name, in short and in a sentence; empty for its own.
func (c Command) as(short, long string) Command {
	if c.Long = long; short != "" {
		c.Short = short
	}
	return c
}

// typed says what to type, where nothing can be pointed at.
func typed(text string) page.Text { return page.Text{Said: text} }
