-- Sends, one after another, the requests of a file: six digits that say how long one is, then the request itself. Counts as good
-- the answers that have the wanted status and contain the wanted text; writes into a further file, if one is named, the ids of
-- orders that were answered. Ends when everything is answered, or with wrk's own time.
local ffi = require("ffi")
ffi.cdef [[
   typedef struct { long sec; long usec; } bench_time;
   int gettimeofday(bench_time *now, void *zone);
   int getpid(void);
   int kill(int pid, int signal);
]]
local INTERRUPT = 2
local clock = ffi.new("bench_time")
local threads = {}
local nothing = "GET /nothing HTTP/1.1\r\nHost: shop\r\n\r\n"

local function micros()
   ffi.C.gettimeofday(clock, nil)
   return tonumber(clock.sec) * 1000000 + tonumber(clock.usec)
end

function setup(thread)
   threads[#threads + 1] = thread
end

function init(args)
   feed = assert(io.open(args[1], "rb"))
   wanted = tonumber(args[2])
   mark = args[3]
   taken = args[4] and assert(io.open(args[4], "wb"))
   ended, first, last = false, 0, 0
   asked, answered, good = 0, 0, 0
   statuses = {}
   other = ""
   -- wrk asks for one request before it begins and does not send it.
   begun = false
end

function request()
   if not begun then
      begun = true
      return nothing
   end
   local size = feed:read(6)
   if not size then
      ended = true
      return nothing
   end
   if asked == 0 then first = micros() end
   asked = asked + 1
   return feed:read(tonumber(size))
end

function response(status, headers, body)
   if ended and status == 404 then return end
   answered = answered + 1
   last = micros()
   statuses[status] = (statuses[status] or 0) + 1
   if status == wanted and (mark == "-" or string.find(body, mark, 1, true)) then
      good = good + 1
      if taken then
         taken:write(string.match(body, '"orderId":"([^"]+)"') or string.match(body, '"id":"([^"]+)"') or "?", "\n")
      end
   elseif other == "" then
      other = status .. " " .. string.sub(string.gsub(body, "%c", " "), 1, 200)
   end
   if ended and answered == asked then
      ffi.C.kill(ffi.C.getpid(), INTERRUPT)
   end
end

function done(summary, latency, requests)
   local thread = threads[1]
   local seen = {}
   for status, count in pairs(thread:get("statuses")) do
      seen[#seen + 1] = status .. ":" .. count
   end
   io.write(string.format("\nBENCH asked=%d good=%d micros=%d p50=%d p99=%d broken=%d statuses=%s\n", thread:get("asked"), thread:get("good"),
      math.max(1, thread:get("last") - thread:get("first")), latency:percentile(50), latency:percentile(99),
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout, table.concat(seen, ",")))
   io.write("OTHER " .. thread:get("other") .. "\n")
end
