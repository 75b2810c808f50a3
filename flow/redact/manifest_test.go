package redact

import "testing"

func TestManifests(t *testing.T) {
	t.Parallel()
	gone(t,
		"apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\nstringData:\n  url: «postgres-main»\n  db: «swordfish»\n  other: «FAKEpw9x»\n",
		"apiVersion: v1\ndata:\n  db: «c3dvcmRmaXNo»\n  other: «RkFLRWRiLXBhc3N3b3JkLTl4»\nkind: Secret\nmetadata:\n  name: x\n",
		`{"apiVersion":"v1","data":{"db":"«c3dvcmRmaXNo»","other":"«RkFLRWRiLXBhc3N3b3JkLTl4»"},"kind":"Secret","metadata":{"name":"x"}}`,
		"{\n    \"apiVersion\": \"v1\",\n    \"data\": {\n        \"db\": \"«c3dvcmRmaXNo»\"\n    },\n    \"kind\": \"Secret\"\n}",
		"kind: Secret\nstringData:\n  config.yaml: |\n    a: «swordfish»\n    b: «FAKEpw9x»\n  x: «y and z»\n",
		"kind: Secret\nstringData:\n  db: \"«swordfish»\"\n  x: '«FAKEpw9x»'\n",
		"kind: Secret\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"stringData\":{\"db\":\"«swordfish»\"}}\n",
		`"{\"kind\":\"Secret\",\"stringData\":{\"db\":\"«swordfish»\"}}"`,
		"apiVersion: v1\nitems:\n- apiVersion: v1\n  data:\n    db: «RkFLRWRiLXBhc3N3b3JkLTl4»\n  kind: Secret\n  metadata:\n    name: x\nkind: List\n",
		"kind: Secret\r\nstringData:\r\n  db: «swordfish»\r\n",
		"kind: ConfigMap\ndata:\n  a: b\n---\nkind: Secret\ndata:\n  db: «c3dvcmRmaXNo»\n",
		"kind: Secret\ndata: {token: …, other: «QmxvYkZha2VTZWNyZXQ=»}", "apiVersion: v1\nitems:\n- kind: Secret\n  data: {a: «SW5saW5lRmFrZURhdGE=»}",
		"{kind: Secret, apiVersion: v1, stringData: {a: «swordfish», b: '«two»'}}", "kind: Secret\nstringData: {url: «http://me», \"x\": \"«y and z»\"}",
		"kind: Secret\ndata:\n  {a: «SW5saW5lRmFrZURhdGE=»,\n   b: «QmxvYkZha2U=»}\n",
	)
	stay(t,
		"kind: Secret\ndata: {a: {{ .Values.a | b64enc }}}", "kind: ConfigMap\ndata: {a: b, c: d}",
		"kind: ConfigMap\ndata:\n  url: https://api.anthropic.com\n  mode: production\n",
		"kind: ConfigMap\ndata:\n  mode: production\n---\nkind: Secret\nmetadata:\n  name: anthropic\n",
		"kind: Secret\nmetadata:\n  name: anthropic-secret\n  namespace: default\ntype: Opaque\n",
		"secretKeyRef:\n  name: anthropic-secret\n  key: api-key\n",
		"event: message_start\ndata: {\"type\":\"message_start\",\"kind\":\"text\"}\nSecret\n",
	)
}
