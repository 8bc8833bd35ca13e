-- A request for wrk, and its figures as one line of JSON.
--
--   wrk ... -s scripts/bench_request.lua URL -- METHOD PATH [BODY [TOKEN]]
--
-- A `{id}` in PATH is a number from 1 to 1000, another one in each request.

local method, path, body
local headers = { ["Content-Type"] = "application/json" }

function init(args)
  method, path, body = args[1], args[2], args[3]
  if args[4] then headers["Authorization"] = "Bearer " .. args[4] end
  math.randomseed(1)
end

function request()
  local where = path:gsub("{id}", function() return tostring(math.random(1000)) end)
  return wrk.format(method, where, headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    '{"requests": %d, "per_s": %.1f, "p50_ms": %.4f, "p95_ms": %.4f, "p99_ms": %.4f, "failed": %d}\n',
    summary.requests, summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, failed))
end
