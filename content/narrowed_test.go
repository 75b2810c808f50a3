package content

import (
	"strings"
	"testing"

	"why403/flow"
	"why403/flow/must"
)

// TestNarrowedChoiceAsksWhatIsLeft holds that a choice of which options are out asks neither about those nor about what is known already.
func TestNarrowedChoiceAsksWhatIsLeft(t *testing.T) {
	t.Parallel()
	b := must.Have(t, Default)
	for _, tt := range []struct {
		choice, left, says, not string
	}{
		{"way", "now country proxy proxy-only sandbox sandbox-only none", "country proxy sandbox", ""},
		{"way", "now country none", "once country", "proxy sandbox"},
		{"way", "country none", "country", "proxy sandbox"},
		{"way", "now none", "once", "country proxy sandbox"},
		{"way", "proxy proxy-only sandbox sandbox-only none", "proxy sandbox", "country once"},
		{"way", "sandbox sandbox-only", "sandbox", "country proxy once"},
		{"where", "api login", "key login", "address cloud gateway"},
		{"where", "bedrock google foundry aws", "cloud Bedrock", "key login gateway"},
		{"where", "gateway bedrock claude-web google foundry aws other", "gateway cloud", "key login"},
		{"where", "gateway claude-web other", "gateway", "key login"},
		{"where", "gateway other", "gateway", "key login cloud"},
		{"other-keys", "none none-older none-unknown younger older age-unknown", "colleague's created", ""},
		{"other-keys", "none younger", "colleague's", "created creation older"},
		{"other-keys", "none-older older", "colleague's", "created creation older"},
		{"other-keys", "none none-older none-unknown", "creation", "colleague's"},
		{"other-keys", "younger older age-unknown", "creation", "colleague's"},
	} {
		c := b.Choice(tt.choice)
		var left []*flow.Option
		for id := range strings.FieldsSeq(tt.left) {
			left = append(left, c.Option(id))
		}
		put := c.Asks(b.Playbook, b.Question(c.Options[0].Facts[0].Fact), left)
		for w := range strings.FieldsSeq(tt.says) {
			if !strings.Contains(put.Say, w) {
				t.Errorf("%s with %s left does not ask about %q: %s", tt.choice, tt.left, w, put.Say)
			}
		}
		for w := range strings.FieldsSeq(tt.not) {
			for _, said := range append([]string{put.Say, put.Ask}, put.How...) {
				if strings.Contains(strings.ToLower(said), w) {
					t.Errorf("%s with %s left asks about %q: %s", tt.choice, tt.left, w, said)
				}
			}
		}
		if strings.Count(put.Ask, "?")+strings.Count(put.Ask, ", and ") > 1 || strings.Count(put.Say, "?") > 1 {
			t.Errorf("%s with %s left asks two things at once: %s / %s", tt.choice, tt.left, put.Ask, put.Say)
		}
	}
}
