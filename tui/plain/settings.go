package plain

import (
	"fmt"
	"slices"
	"strings"

	"why403/flow"
)

// setting is one thing that probes are sent with.
type setting struct {
	name   string
	secret bool
	help   string
	of     func(*flow.Settings) *string
}

func settings() []setting {
	return []setting{
		{"url", false, saidTheBaseURL, func(s *flow.Settings) *string { return &s.BaseURL }},
		{"key", true, saidTheFailingCallsKey, func(s *flow.Settings) *string { return &s.Key }},
		{"admin-key", true, saidAnAdminKeyOf, func(s *flow.Settings) *string { return &s.AdminKey }},
		{"other-key", true, saidAnotherKeyOfThe, func(s *flow.Settings) *string { return &s.OtherKey }},
		{"model", false, saidTheFailingCallsModel, func(s *flow.Settings) *string { return &s.Model }},
		{"object", false, saidTheIdOfThe, func(s *flow.Settings) *string { return &s.Object }},
		{"betas", false, saidTheBetaValuesThat, func(s *flow.Settings) *string { return &s.Betas }},
		{"request", false, saidThePathOfA, func(s *flow.Settings) *string { return &s.Request }},
		{"route", false, saidAProxysURLOr, func(s *flow.Settings) *string { return &s.Route }},
	}
}

// settingOf takes what follows set apart: a name, and after = or a space its value. It reports whether that begins with a setting's name.
func settingOf(arg string) (st setting, value string, given, ok bool) {
	name, value := strings.TrimSpace(arg), ""
	if i := strings.IndexAny(name, "= "); i >= 0 {
		name, value, given = name[:i], strings.TrimPrefix(strings.TrimSpace(name[i:]), "="), true
	}
	name = strings.ToLower(name)
	i := slices.IndexFunc(settings(), func(s setting) bool { return s.name == name })
	if i < 0 {
		return setting{}, "", false, false
	}
	return settings()[i], strings.TrimSpace(value), given, true
}

// settings prints what probes are sent with, and how to change it.
func (c *conversation) settings() {
	now := c.Prober.Settings()
	c.out.say(saidWhatProbesAreSent)
	for _, s := range settings() {
		value, how := shown(s, *s.of(&now)), "set "+s.name+"=…"
		if s.secret {
			how = "set " + s.name + saidThenTypeItUnseen
		}
		if s.name == "key" && now.KeyFrom != "" && value != "" {
			value += ", from " + now.KeyFrom
		}
		if value == "" {
			value = saidNotSet
		}
		c.out.hang("  "+s.name+": ", value+" ("+s.help+"; "+how+")")
	}
	c.hangSet(saidUsualRoute, now.UsualPath)
}

// shown is a setting's value as it may be printed: of a secret the last four characters at most.
func shown(s setting, value string) string {
	if !s.secret || value == "" {
		return value
	}
	r := []rune(value)
	if len(r) < 5 {
		return "…"
	}
	return "…" + string(r[len(r)-4:])
}

// set changes one setting. A secret is only taken unseen, and nothing of a line that may hold one is repeated.
func (c *conversation) set(arg string) error {
	s, value, given, ok := settingOf(arg)
	switch {
	case !ok:
		c.out.say(saidSetNeedsAName)
		c.settings()
		return nil
	case s.secret && given && value != "":
		c.out.say(saidAKeyIsNever + s.name + saidAlone)
		return nil
	case s.secret && !given && c.Secret == nil:
		name := saidTheKey
		if v := c.Playbook.Request.Variables; len(v.Key) > 0 {
			name = v.Elsewhere(flow.FailingKey, false)
		}
		c.out.say(fmt.Sprintf(saidKeysCannotBeTyped, name))
		return nil
	case s.secret && !given:
		if err := c.out.flush(); err != nil {
			return err
		}
		typed, err := c.Secret(s.name + saidItIsNotShown)
		if err != nil {
			c.out.say(saidItCouldNotBe + err.Error())
			return nil
		}
		if value = strings.TrimSpace(typed); value == "" {
			c.out.say(saidNothingWasTypedSo + s.name + saidInstead)
			return nil
		}
	case !given:
		c.out.say("set " + s.name + saidNeedsAValueAs + s.name + saidValueWithNothingAfter)
		return nil
	case clean(value) != value && !strings.Contains(value, "://"): // A route may have its password in the address.
		c.out.say(saidThisLooksLikeAKey)
		return nil
	}
	next := c.Prober.Settings()
	*s.of(&next) = value
	if err := c.Prober.Set(next); err != nil {
		why := err.Error()
		if s.secret && value != "" {
			why = strings.ReplaceAll(why, value, "…")
		}
		c.out.say(saidNothingWasChanged + why)
		return nil
	}
	next = c.Prober.Settings()
	now := shown(s, *s.of(&next))
	if now == "" {
		now = saidNotSet
	}
	c.out.hang("Now "+s.name+": ", now)
	return nil
}
