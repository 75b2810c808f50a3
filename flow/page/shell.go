package page

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// FoldMark ends a row that goes on in the next one where nothing of the language itself can.
const FoldMark = "↩"

// FoldIn breaks code of a language into rows of at most w cells. What a shell runs is broken between arguments, with the sign that has the
// shell go on, so that what is copied from the rows runs as it is. An argument wider than a row ends its rows in FoldMark. Code in other
// languages is broken as FoldCode does.
func FoldIn(language, text string, w int) []string {
	var rows []string
	sh := shell{goes: goesOn(language), w: max(w, 1)}
	for _, line := range Rows(text) {
		if sh.goes == "" || w < 2*leastArgument {
			rows = append(rows, FoldCode(line, w)...)
			continue
		}
		rows = append(rows, sh.fold(line)...)
	}
	return rows
}

// IsShell reports whether code in the language is run by a shell.
func IsShell(language string) bool { return goesOn(language) != "" }

// goesOn is what has a shell go on in the next row; "" for what is none.
func goesOn(language string) string {
	switch strings.ToLower(language) {
	case "sh", "bash", "curl", "console":
		return `\`
	case "powershell":
		return "`"
	default:
		return ""
	}
}

// leastArgument is how wide a row has to be to hold an argument beside what it goes on with.
const leastArgument = 8

// shell is where in a script a line begins.
type shell struct {
	goes  string // What ends a row of a command that goes on.
	w     int
	quote byte // What closes the quotes that are open; 0 outside of any.
	whole bool // The rest is a text that the shell reads by lines.
}

// fold breaks one line.
func (sh *shell) fold(line string) []string {
	line = strings.ReplaceAll(line, "\t", "    ")
	between := sh.read(line)
	if ansi.StringWidth(line) <= sh.w {
		return []string{line}
	}
	lead := min(len(line)-len(strings.TrimLeft(line, " ")), sh.w/3)
	next := strings.Repeat(" ", min(lead+4, sh.w/3))
	var rows []string
	from, indent := 0, ""
	for ansi.StringWidth(indent+line[from:]) > sh.w {
		at := 0
		for _, i := range between {
			if i > from && ansi.StringWidth(indent+line[from:i]+" "+sh.goes) <= sh.w && strings.TrimSpace(line[from:i]) != "" {
				at = i
			}
		}
		if at == 0 { // One argument: as far as it goes, then on with the next.
			for _, i := range between {
				if i > from && at == 0 && strings.TrimSpace(line[from:i]) != "" {
					at = i
				}
			}
			if at == 0 {
				return append(rows, Marked(indent+line[from:], sh.w)...)
			}
			rows = append(rows, Marked(indent+line[from:at]+" "+sh.goes, sh.w)...)
		} else {
			rows = append(rows, indent+line[from:at]+" "+sh.goes)
		}
		from, indent = at, next
		for from < len(line) && line[from] == ' ' {
			from++
		}
	}
	return append(rows, indent+line[from:])
}

// read goes through a line, and returns where blanks stand between arguments.
func (sh *shell) read(line string) (between []int) {
	for i := 0; i < len(line) && !sh.whole; i++ {
		c := line[i]
		switch {
		case sh.quote != 0:
			switch {
			case c == sh.quote:
				sh.quote = 0
			case sh.quote == '"' && c == sh.goes[0]:
				i++
			}
		case c == sh.goes[0]:
			i++
		case c == '\'', c == '"':
			if sh.quote = c; i > 0 && line[i-1] == '@' {
				sh.whole = true // A text by lines in PowerShell.
			}
		case c == '#' && (i == 0 || line[i-1] == ' '): // No comment goes on.
			return between
		case strings.HasPrefix(line[i:], "<<"):
			sh.whole = true
			return nil
		case c == ' ' && i > 0 && line[i-1] != ' ':
			between = append(between, i)
		}
	}
	return between
}

// Marked breaks a line into rows of at most w cells. A row that is not the last ends in FoldMark, so that nobody takes it for a whole one.
func Marked(line string, w int) []string {
	line = strings.ReplaceAll(line, "\t", "    ")
	if ansi.StringWidth(line) <= w {
		return []string{line}
	}
	rows := Fold(line, w-2)
	for i := range rows[:len(rows)-1] {
		rows[i] += " " + FoldMark
	}
	return rows
}
