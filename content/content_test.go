package content

import (
	"io/fs"
	"iter"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"why403/flow/must"
)

var epoch = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestDefault(t *testing.T) {
	t.Parallel()
	b, err := Default()
	must.NoError(t, err)
	if len(b.Questions) == 0 || len(b.Verdicts) == 0 {
		t.Errorf("got %d questions and %d verdicts", len(b.Questions), len(b.Verdicts))
	}
}

// TestBooksReadAtOnce has several find a book for a text, load it anew, and read with it at the same moment, as a server's connections
// do: each gets what one alone gets.
func TestBooksReadAtOnce(t *testing.T) {
	t.Parallel()
	var wait sync.WaitGroup
	for _, id := range Shipped() {
		all := cases(t, id)
		for i := 0; i < len(all); i += len(all)/4 + 1 {
			text := []byte(all[i].Text)
			for range 2 {
				wait.Go(func() {
					choice, err := Choose(text)
					if err != nil {
						t.Error(err)
						return
					}
					shared, err := Ship(choice.ID)
					if err != nil {
						t.Error(err)
						return
					}
					if got, want := shared.Read(text), openShipped(choice.ID).Read(text); !reflect.DeepEqual(got, want) {
						t.Errorf("%s: with others it reads %+v, alone %+v", all[i].Name, got, want)
					}
				})
			}
		}
	}
	wait.Wait()
}

// BenchmarkLoad is what every start of the program pays.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(embedded(), "playbooks/anthropic-403"); err != nil {
			b.Fatal(err)
		}
	}
}

// TestShippedAreAll holds that every folder of a playbook is one that ships, in the order of their names after the default one.
func TestShippedAreAll(t *testing.T) {
	t.Parallel()
	entries, err := fs.ReadDir(embedded(), "playbooks")
	must.NoError(t, err)
	want := []string{DefaultID}
	for _, e := range entries {
		if e.IsDir() && e.Name() != DefaultID {
			want = append(want, e.Name())
		}
	}
	if got := Shipped(); !slices.Equal(got, want) {
		t.Errorf("%q ship, and the folders are %q", got, want)
	}
}

// ships yields the playbooks that ship, by their ids.
func ships(t *testing.T) iter.Seq2[string, *Book] {
	return func(yield func(string, *Book) bool) {
		for _, id := range Shipped() {
			b, err := Ship(id)
			must.NoError(t, err)
			if !yield(id, b) {
				return
			}
		}
	}
}
