// Command bare is the least Bubble Tea program there is. Benchmarks measure why403 against it.
package main

import (
	"os"
	"strconv"

	tea "charm.land/bubbletea/v2"
)

type model int

func (m model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return m + 1, nil
	}
	return m, nil
}

func (m model) View() tea.View {
	v := tea.NewView("keys: " + strconv.Itoa(int(m)))
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(model(0)).Run(); err != nil {
		os.Exit(1)
	}
}
