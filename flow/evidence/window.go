package evidence

import "strings"

const (
	wholeText  = 64 << 10 // Bytes of a text that is read as a whole; in longer ones only what stands around anchors is.
	reach      = 4 << 10  // Bytes read before and after an anchor.
	maxWindows = 64       // Windows of a long text that are read; the last ones count.
)

// minAnchor is the least number of bytes of a literal that is worth stopping at in a long log.
const minAnchor = 8

// anchors returns the literals near which an error may stand in a log: those that every error has some of, and those of
// rules that name a cause.
func anchors(rules []rule) []string {
	out := []string{
		"_error\"", "_error'", "_error\\", "_error:", "error code: 4", "error code: 5", "api error", "status code 4", "status code 5",
		"status: 4", "status\": 4", "status\":4", "status=4", "status_code=4", "http/1.1 4", "http/2 4", "http/1.1 5", "http/2 5", "403 {", "401 {",
		"400 {", "404 {", "429 {", "529 {", "\"forbidden\"", "'forbidden'", "403 forbidden", "permissiondenied", "accessdenied",
	}
	have := make(map[string]bool)
	for i, a := range out {
		out[i] = clip(a, 9)
		have[out[i]] = true
	}
	for _, r := range rules {
		for _, p := range []*pattern{r.when.msg, r.when.text} {
			if p == nil || r.sign.Names == "" {
				continue
			}
			for i := p.low; i < p.high; i++ {
				for _, l := range p.needed(i) {
					if n := clip(l, 10); len(l) >= minAnchor && !have[n] {
						have[n] = true
						out = append(out, n)
					}
				}
			}
		}
	}
	return out
}

// windows returns the parts of the text that are worth reading, in order: all of a short text; of a long one the lines
// around the anchors, or its ends when there are none.
func (s *Signs) windows(text string) []extent {
	if len(text) <= wholeText {
		return []extent{{0, len(text)}}
	}
	var found []extent
	anchors := s.anchors()
	anchors.each(text, nil, func(_, end int) bool {
		w := extent{max(0, end-reach), min(len(text), end+reach)}
		if n := len(found); n > 0 && w.start <= found[n-1].end && w.end-found[n-1].start <= wholeText {
			found[n-1].end = w.end
			return true
		}
		if n := len(found); n > 0 {
			w.start = max(w.start, found[n-1].end)
		}
		if len(found) == 2*maxWindows {
			found = append(found[:0], found[maxWindows:]...)
		}
		found = append(found, w)
		return true
	})
	if len(found) == 0 {
		return []extent{lines(text, extent{0, wholeText / 2}), lines(text, extent{len(text) - wholeText/2, len(text)})}
	}
	found = found[max(0, len(found)-maxWindows):]
	for i := range found {
		found[i] = lines(text, found[i])
	}
	return found
}

// lines moves the ends of a window to the ends of lines, if those are near.
func lines(text string, w extent) extent {
	if w.start > 0 {
		if n := strings.IndexByte(text[w.start:w.end], '\n'); n >= 0 && n < (w.end-w.start)/4 {
			w.start += n + 1
		}
	}
	return w
}
