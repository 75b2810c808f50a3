package i18n

import "fmt"

// Count writes a number of things; what is one of them, in English and translated.
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
