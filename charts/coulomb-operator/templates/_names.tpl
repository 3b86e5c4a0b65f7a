{{- define "coulomb.name" -}}
{{- if contains "coulomb-operator" .Release.Name }}{{ .Release.Name | trunc 52 | trimSuffix "-" }}{{ else }}{{ printf "%s-coulomb-operator" .Release.Name | trunc 52 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "coulomb.serviceAccount" -}}
{{ default (include "coulomb.name" .) .Values.serviceAccount.name }}
{{- end }}

{{- define "coulomb.selector" -}}
app.kubernetes.io/name: coulomb-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "coulomb.labels" -}}
{{ include "coulomb.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: operator
app.kubernetes.io/part-of: coulomb
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "coulomb.watchesAll" -}}
{{ if has "*" .Values.watchNamespaces }}true{{ end }}
{{- end }}

{{- define "coulomb.watched" -}}
{{ if include "coulomb.watchesAll" . }}*{{ else }}{{ join "," (default (list .Release.Namespace) .Values.watchNamespaces) }}{{ end }}
{{- end }}

{{- /* What the operator does in a watched namespace: these verbs and no more; PackagedOperatorIT compares them with what it really asks of the API server. */ -}}
{{- define "coulomb.rules" -}}
- apiGroups: [coulomb.dev]
  resources: [coulombclusters]
  verbs: [get, list, watch, create, delete]
- apiGroups: [coulomb.dev]
  resources: [coulombrestores]
  verbs: [get, list, watch, patch]
- apiGroups: [coulomb.dev]
  resources: [coulombclusters/status, coulombbackups/status, coulombbackupschedules/status, coulombrestores/status]
  verbs: [patch]
- apiGroups: [coulomb.dev]
  resources: [coulombbackups]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [coulomb.dev]
  resources: [coulombbackupschedules]
  verbs: [get, list, watch]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, create, delete]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, delete]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, patch]
- apiGroups: [""]
  resources: [configmaps, serviceaccounts]
  verbs: [get, list, watch, create, patch]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors, prometheusrules]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}
