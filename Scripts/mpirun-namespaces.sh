#!/usr/bin/env bash
# Runs a program on ranks that are hosts of their own: network namespaces behind a switch with a bandwidth in each
# direction and a delay. As root, with iproute2, python3 and openmpi-bin.
#
#     Scripts/mpirun-namespaces.sh RANKS RATE DELAY PROGRAM ...
#     Scripts/mpirun-namespaces.sh 4 1gbit 0.5ms .build/release/GradusBenchmarks ranks --sums
set -euo pipefail
ranks=$1 rate=$2 delay=$3
shift 3
work=$(mktemp -d)
hosts=()
switch=
cleanup() {
  [ -z "$switch" ] || kill "$switch" 2>/dev/null || true
  for host in "${hosts[@]}"; do ip netns del "$host" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

for number in $(seq 1 "$ranks"); do
  host=gradus-host-$number
  hosts+=("$host")
  ip netns add "$host"
  echo "$host slots=1" >>"$work/hosts"
  echo "10.77.0.$number $host" >>"$work/names"
done
echo "10.77.0.254 $(hostname)" >>"$work/names"
"$(dirname "$0")/delaying-switch.py" "$ranks" "$rate" "$delay" >"$work/switch" &
switch=$!
for _ in $(seq 100); do grep -q ready "$work/switch" && break || sleep 0.1; done
grep -q ready "$work/switch" || exit 1

# What mpirun takes for ssh: a shell in the namespace, with a host name of its own and a file that knows the others.
cat >"$work/agent" <<AGENT
#!/usr/bin/env bash
host=\$1
shift
exec ip netns exec "\$host" unshare --uts --mount bash -c '
  hostname "\$0"
  mount --bind "$work/names" /etc/hosts
  exec bash -c "\$*"' "\$host" "\$*"
AGENT
chmod +x "$work/agent"

network="10.77.0.0/24"
mpirun --allow-run-as-root -n "$ranks" --hostfile "$work/hosts" --map-by node --bind-to none \
  --mca plm_rsh_agent "$work/agent" --mca plm_rsh_no_tree_spawn 1 --mca orte_keep_fqdn_hostnames 1 \
  --mca btl tcp,self --mca btl_tcp_if_include "$network" --mca oob_tcp_if_include "$network" \
  ${GRADUS_THREADS:+-x GRADUS_THREADS} "$@"
