#!/usr/bin/env bash
# Runs a program on ranks that are hosts of their own: network namespaces behind one switch, with a bandwidth in each
# direction, and a delay where the kernel has netem. As root, with iproute2 and openmpi-bin.
#
#     Scripts/mpirun-namespaces.sh RANKS RATE DELAY PROGRAM ...
#     Scripts/mpirun-namespaces.sh 4 1gbit 0 .build/release/GradusBenchmarks ranks --sums
set -euo pipefail
ranks=$1 rate=$2 delay=$3
shift 3
work=$(mktemp -d)
hosts=()
cleanup() {
  for host in "${hosts[@]}"; do ip netns del "$host" 2>/dev/null || true; done
  ip link del gradus-switch 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

ip link add gradus-switch type bridge
ip addr add 10.77.0.254/24 dev gradus-switch
ip link set gradus-switch up
for number in $(seq 1 "$ranks"); do
  host=gradus-host-$number
  hosts+=("$host")
  ip netns add "$host"
  ip link add "gradus-$number" type veth peer name eth0 netns "$host"
  ip link set "gradus-$number" master gradus-switch up
  ip -n "$host" addr add "10.77.0.$number/24" dev eth0
  ip -n "$host" link set eth0 up
  ip -n "$host" link set lo up
  for end in "tc qdisc replace dev gradus-$number" "tc -n $host qdisc replace dev eth0"; do
    $end root handle 1: tbf rate "$rate" burst 256kb latency 100ms
    if [ "$delay" != 0 ]; then
      $end parent 1:1 handle 10: netem delay "$delay" || {
        echo "this kernel has no netem: give 0 as the delay" >&2
        exit 1
      }
    fi
  done
  echo "$host slots=1" >>"$work/hosts"
  echo "10.77.0.$number $host" >>"$work/names"
done
echo "10.77.0.254 $(hostname)" >>"$work/names"

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
