package local

import (
	"slices"
	"strconv"
	"strings"
)

func (d *Doctor) judgeKeys(r *Report, s *seen, all []won) {
	d.each(s, Credential, func(f found) {
		if f.value.unknown {
			return
		}
		v, where := f.value, s.titles[f.place]
		winner := func(w won) bool { return w.first != nil && w.first.name == f.name && w.first.place == f.place }
		var by []string // The clients that would send it to the service itself; what another one takes is not known.
		away := false
		for _, w := range all {
			switch {
			case !winner(w):
			case w.cloud != nil || w.named != nil && !w.named.value.bad && w.named.value.host != d.home(w.client):
				away = true
			default:
				by = append(by, w.client.ID)
			}
		}
		r.Keys = append(r.Keys, LocalKey{Name: f.name, Where: where, Kind: d.kindWord(v), Length: v.length, End: v.end, Flaws: append([]string{}, v.flaws...)})
		with := []string{"name", f.name, "where", where, "kind", d.kindWord(v), "length", strconv.Itoa(v.length), "end", v.end, "flaws", strings.Join(v.flaws, ", ")}
		want := 0
		for _, l := range d.Lengths {
			if v.kind != nil && v.kind.Prefix == l.Prefix {
				want = l.Length
			}
		}
		id := "key"
		foreign := slices.ContainsFunc(d.Clients, func(c Client) bool { return c.Home != "" && slices.Contains(c.Order, f.name) })
		switch {
		case v.empty:
			id = "key-empty"
		case len(v.flaws) > 0:
			id = "key-flawed"
		case foreign: // What keys of another service look like is not promised.
		case v.kind == nil:
			id = "key-unknown"
		case want > 0 && v.length != want:
			id, with = "key-short", append(with, "want", strconv.Itoa(want))
		case want > 0:
			id = "key-whole"
		}
		quote := r.tell(d, used(by), id, with...)
		if len(v.loader) > 0 {
			r.tell(d, used(nil), "key-loader", append(with[:4:4], "flaws", strings.Join(v.loader, ", "))...)
		}
		if v.kind == nil || foreign {
			return
		}
		r.say(used(by), v.kind.Says, quote)
		switch {
		case away && by == nil:
		case v.kind.Bearer && f.v.SentAs != "authorization":
			r.tell(d, used(by), "key-header", with...)
		case !v.ordinary():
			r.tell(d, used(by), "key-wrong", with...)
		}
	})
}

// used makes a list that says of whom something holds; nobody is not everybody.
func used(by []string) []string {
	if by == nil {
		return []string{}
	}
	return by
}
