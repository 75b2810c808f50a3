package redact

import (
	"strconv"
	"strings"
)

// dumps reads what hexdump, xxd and curl --trace print of bytes. One that holds a secret is replaced by the text it is of, with the secret
// cut, since each of its rows would show some of it twice.
func dumps(c *cut) {
	s := c.text
	for i := 0; i < len(s); {
		end, bytes := dump(s, i)
		if end == i {
			n := strings.IndexByte(s[i:], '\n')
			if n < 0 {
				return
			}
			i += n + 1
			continue
		}
		if masked, n := Secrets(string(bytes)); n > 0 {
			c.replace(i, end, Terminal(masked))
		}
		i = end
		if i < len(s) && s[i] == '\n' {
			i++
		}
	}
}

// dump returns where the rows of a dump that begins at i end, the last line break not counted, and their bytes; i if there is none.
func dump(s string, i int) (end int, bytes []byte) {
	end = i
	for next := i; next < len(s); {
		row, rest, _ := strings.Cut(s[next:], "\n")
		b := dumped(row)
		if b == nil {
			break
		}
		bytes = append(bytes, b...)
		end = len(s) - len(rest)
		if next = end; rest != "" || s[end-1] == '\n' {
			end--
		}
	}
	return end, bytes
}

const rowOfDump = 16 // Bytes that a row of a dump is of, at most.

// dumped returns the bytes that a row of a dump is of: "0040: 71 37 5a q7Z", "00000000: 504f 5354  POST", "	0x0010:  504f 5354  POST" of
// tcpdump, "0000020 50 4f >PO<" of od. Nil if it is none.
func dumped(row string) []byte {
	row = strings.TrimPrefix(strings.TrimLeft(strings.TrimRight(row, "\r"), " \t"), "0x")
	at := 0
	for at < len(row) && hex(row[at]) {
		at++
	}
	if at < 4 || at > 8 || at == len(row) || row[at] != ':' && !strings.HasPrefix(row[at:], "  ") && (at != 7 || row[at] != ' ') {
		return nil
	}
	rest := strings.TrimPrefix(row[at:], ":")
	var out []byte
	for len(out) < rowOfDump {
		gap := len(rest) - len(strings.TrimLeft(rest, " "))
		digits := 0
		for gap+digits < len(rest) && hex(rest[gap+digits]) {
			digits++
		}
		if gap == 0 || gap > 2 || digits == 0 || digits%2 > 0 || digits > 2*rowOfDump || gap == 2 && len(out) > 0 && len(out) != rowOfDump/2 || gap+digits < len(rest) && rest[gap+digits] != ' ' {
			break
		}
		for k := gap; k < gap+digits && len(out) < rowOfDump; k += 2 {
			code, _ := strconv.ParseUint(rest[k:k+2], 16, 8)
			out = append(out, byte(code))
		}
		rest = rest[gap+digits:]
	}
	return out
}
