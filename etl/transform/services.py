"""Services: as the source lists them, else the components that the title and the first parts of the text name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from etl.transform.outline import Fact
from etl.transform.patterns import AnyOf
from etl.transform.prose import plain

MOST = 12
_MOST_READ = 5

# One component a line: its name, and other spellings that mean it.
_KNOWN = """
Kubernetes nodes: (?:kubernetes|k8s|eks|worker|master|cluster|unhealthy|gke|aks) nodes?|nodes?(?= (?:entered|went|became|were|are|roll|pool))|node (?:group|pool|roll-?over)s?
Kubernetes API: kubernetes api|k8s api|kube-?api-?server|api server|control plane
Kubernetes cluster: (?:kubernetes|k8s|eks|gke|aks|hellman|manager|live-?\\d?)(?: \\w+)? clusters?|cluster
etcd: etcd
Ingress: ingress(?:es)?(?:[ -](?:nginx|controllers?|api|rules?|resources?|traffic|pods?))*|modsec(?:urity)?|nginx
Traefik: traefik
HAProxy: haproxy
Envoy: envoy
Istio: istio|service mesh
Load balancer: load[- ]?balancers?|alb'?s?|nlb|elb|target groups?
DNS: dns|coredns|route ?53|external-dns|name ?servers?
Prometheus: prometheus|thanos
Alertmanager: alertmanager
Grafana: grafana(?! agent)
Grafana Agent: grafana agent
Kibana: kibana
Elasticsearch: elastic ?search|open ?search
Fluentd: fluentd|fluent-?bit|log ?shipper|log shipping
CloudWatch: cloudwatch(?: logs)?|cwl
Kafka: kafka(?:-exporter)?|confluent cloud
RabbitMQ: rabbitmq
Redis: redis|elasticache
PostgreSQL: postgres(?:ql)?|rds|aurora
MySQL: mysql|mariadb|galera
MongoDB: mongo(?:db)?
Cassandra: cassandra
Database: databases?|db
S3: s3
EC2: ec2|instances?(?= (?:type|unavailable))
Lambda: aws lambda|lambda functions?
Concourse: concourse|apply pipeline
Jenkins: jenkins|ci\\.jenkins\\.io
CircleCI: circleci
Travis: travis(?: ci)?
GitHub Actions: github actions
Flux: flux
Argo CD: argo ?cd
cert-manager: cert-manager
Vault: hashicorp vault|vault
KIAM: kiam
Kyverno: kyverno
VPC CNI: vpc[- ]cni|aws-node|\\bcni\\b
Okta: okta
Auth0: auth0
ADFS: adfs
ADSync: adsync
LDAP: ldap
Keycloak: keycloak
Container registry: docker ?hub|container registry|\\becr\\b|artifactory|quay
kube-state-metrics: kube[- ]state[- ]metrics
Descheduler: des(?:c)?heduler
JupyterHub: jupyter ?hub|hub pods?|the hub\\b
BinderHub: binder ?hub
Binder: mybinder\\.org|binder(?! ?hub)
KubeSpawner: kube ?spawner
repo2docker: repo2docker|r2d
Federation redirector: federation[- ]redirect\\w*
Proxy: (?:chp|configurable[- ]http[- ])?proxy(?: pods?)?
CDN: cdn|fastly|cloudflare|akamai
VPN: vpn
Website: websites?
Login: log[- ]?in|sign[- ]?in|single sign-on|sso
Search: search
Checkout: checkout
Payments: payments?
Email delivery: e-?mail delivery
Webhooks: webhooks?(?= deliver)
Kubectl logs: kubectl logs
Service accounts: service[- ]accounts?
"""
_COMPONENTS = [line.partition(": ")[::2] for line in _KNOWN.strip().splitlines()]
_ANY_COMPONENT = AnyOf([rf"(?:^|[^\w.-])(?:{spellings})(?:[^\w-]|$)" for _, spellings in _COMPONENTS])


def read_services(
    facts: Mapping[str, Any], stated: Sequence[Fact], title: str, opening: str
) -> tuple[tuple[str, ...], str | None]:
    """``(services, rule)``. ``opening`` is the text of summary and impact; a component counts if the title names it, or
    the opening does."""
    given = facts.get("services")
    if given is None:
        given = next((f.value for f in stated if f.name == "services"), None)
    if given is not None and (listed := _listed(given)):
        return listed, None
    found: Counter[str] = Counter()
    opening = opening[:1500]
    for i in sorted({*_ANY_COMPONENT.among(title), *_ANY_COMPONENT.among(opening)}):
        pattern = _ANY_COMPONENT.patterns[i]
        in_title, in_opening = bool(pattern.search(title)), len(pattern.findall(opening))
        if in_title or in_opening:
            found[_COMPONENTS[i][0]] = 10 * in_title + in_opening
    if "Kubernetes cluster" in found and len(found) > 1 and found["Kubernetes cluster"] < 10:
        del found["Kubernetes cluster"]
    read = tuple(name for name, _ in found.most_common(_MOST_READ))
    return read, "names of components" if read else None


def _listed(given: Any) -> tuple[str, ...]:
    words = given if isinstance(given, list | tuple) else re.split(r"\s*[,;\n]\s*", str(given))
    names = [plain(str(w.get("name") if isinstance(w, dict) else w)).strip(" .") for w in words]
    return tuple(dict.fromkeys(n for n in names if n and n.upper() != "UNKNOWN" and len(n) <= 80))[:MOST]
