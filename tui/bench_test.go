package tui

import (
	"strconv"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"why403/content"
	"why403/flow/conversation"
	"why403/flow/must"
)

// bare is the least Bubble Tea program there is: it counts keys.
type bare int

func (m bare) Init() tea.Cmd { return nil }

func (m bare) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return m + 1, nil
	}
	return m, nil
}

func (m bare) View() tea.View {
	v := tea.NewView("keys: " + strconv.Itoa(int(m)))
	v.AltScreen = true
	return v
}

// frames is an output that reports every write.
type frames chan time.Time

func (f frames) Write(p []byte) (int, error) {
	select {
	case f <- time.Now():
	default:
	}
	return len(p), nil
}

// running is a program with its input and output.
type running struct {
	p    *tea.Program
	keys *keyboard
	out  frames
	done chan struct{}
}

func start(m tea.Model) *running {
	r := &running{keys: newKeyboard(), out: make(frames, 64), done: make(chan struct{})}
	r.p = tea.NewProgram(m, tea.WithInput(r.keys), tea.WithOutput(r.out), tea.WithWindowSize(80, 24), tea.WithoutSignals(),
		tea.WithFPS(120), tea.WithEnvironment([]string{"TERM=xterm-256color", "SSH_TTY=x"}))
	go func() {
		_, _ = r.p.Run()
		close(r.done)
	}()
	return r
}

func (r *running) stop() {
	r.p.Quit()
	<-r.done
}

// app returns the program on what ships, at its first question.
func app(b *testing.B) *App {
	book := must.Have(b, content.Default)
	a := New(testConfig(book.Playbook))
	return a
}

// BenchmarkFirstFrame measures from nothing to the first write, against the bare program in the same run.
func BenchmarkFirstFrame(b *testing.B) {
	app(b) // Loading the content is not the screen's.
	var ours, theirs time.Duration
	for b.Loop() {
		began := time.Now()
		r := start(bare(0))
		theirs += (<-r.out).Sub(began)
		r.stop()
		began = time.Now()
		r = start(app(b))
		ours += (<-r.out).Sub(began)
		r.stop()
	}
	b.ReportMetric(float64(ours)/float64(theirs), "×bare")
	b.ReportMetric(float64(ours.Microseconds())/float64(b.N), "µs-ours")
}

// BenchmarkKeyToFrame measures from a key to the write that follows, against the bare program in the same run.
func BenchmarkKeyToFrame(b *testing.B) {
	a := app(b)
	a.do(command(conversation.NoText))
	us, them := start(a), start(bare(0))
	settle := func(r *running) {
		for {
			select {
			case <-r.out:
			case <-time.After(50 * time.Millisecond):
				return
			}
		}
	}
	settle(us)
	settle(them)
	var ours, theirs time.Duration
	key := func(r *running) time.Duration {
		for len(r.out) > 0 {
			<-r.out
		}
		began := time.Now()
		r.keys.send("s")
		return (<-r.out).Sub(began)
	}
	for b.Loop() {
		theirs += key(them)
		ours += key(us)
	}
	us.stop()
	them.stop()
	b.ReportMetric(float64(ours)/float64(theirs), "×bare")
	b.ReportMetric(float64(ours.Microseconds())/float64(b.N), "µs-ours")
}

// BenchmarkView measures one picture of the longest screens, without a terminal.
func BenchmarkView(b *testing.B) {
	for _, sc := range []string{"start", "question", "verdict"} {
		b.Run(sc, func(b *testing.B) {
			bn := newBench(b, 80, 24)
			for _, s := range scenes() {
				if s.name == sc {
					s.go_(bn)
				}
			}
			for b.Loop() {
				bn.app.View()
			}
		})
	}
}
