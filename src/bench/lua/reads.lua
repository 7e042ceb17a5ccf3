-- Sends the requests of a file again and again: six digits that say how long one is, then the request itself. Answers are counted by
-- wrk itself, which tells those that are no 2xx; looking at them here would cost more than sending.
function init(args)
   requests = {}
   local feed = assert(io.open(args[1], "rb"))
   while true do
      local size = feed:read(6)
      if not size then break end
      requests[#requests + 1] = feed:read(tonumber(size))
   end
   at = 0
end

function request()
   at = at % #requests + 1
   return requests[at]
end

function done(summary, latency, requests)
   io.write(string.format("\nBENCH asked=%d good=%d micros=%d p50=%d p99=%d broken=%d statuses=2xx:%d,other:%d\n", summary.requests,
      summary.requests - summary.errors.status, summary.duration, latency:percentile(50), latency:percentile(99),
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
      summary.requests - summary.errors.status, summary.errors.status))
end
