package conversation

import (
	"why403/flow"
	"why403/flow/i18n"
)

// Setting is one thing that probes are sent with.
type Setting struct {
	Word   string           // Names it where it is typed.
	Name   flow.SettingName // As a refusal names it; empty for what is never refused.
	Title  string
	Secret bool // It is never shown, and taken unseen.
	Of     func(*flow.Settings) *string
}

// Settings are what probes are sent with, in the order in which they are mostly needed.
func Settings() []Setting {
	return []Setting{
		{"key", flow.SetKey, i18n.T("Key of the failing call"), true, func(s *flow.Settings) *string { return &s.Key }},
		{"url", flow.SetBaseURL, i18n.T("Base URL"), false, func(s *flow.Settings) *string { return &s.BaseURL }},
		{"model", flow.SetModel, i18n.T("Model of the failing call"), false, func(s *flow.Settings) *string { return &s.Model }},
		{"object", "", i18n.T("Endpoint or object id in the call"), false, func(s *flow.Settings) *string { return &s.Object }},
		{"betas", "", i18n.T("Beta values it sends, with commas"), false, func(s *flow.Settings) *string { return &s.Betas }},
		{"request", flow.SetRequest, i18n.T("File with the failing request's body"), false, func(s *flow.Settings) *string { return &s.Request }},
		{"admin-key", flow.SetAdminKey, i18n.T("Admin key of the organization"), true, func(s *flow.Settings) *string { return &s.AdminKey }},
		{"other-key", flow.SetOtherKey, i18n.T("Another key, to compare with"), true, func(s *flow.Settings) *string { return &s.OtherKey }},
		{"route", flow.SetRoute, i18n.T("Another route: a proxy's URL, or direct"), false, func(s *flow.Settings) *string { return &s.Route }},
	}
}
