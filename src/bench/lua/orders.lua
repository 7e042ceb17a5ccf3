-- Sends, one after another, the requests of a file: six digits that say how long one is, then the request itself. Counts as good
-- the answers that have the wanted status and contain the wanted text; writes into a further file, if one is named, the ids of
-- orders that were answered. Ends when the file does.
local threads = {}
nothing = "GET /nothing HTTP/1.1\r\nHost: shop\r\n\r\n"

function setup(thread)
   threads[#threads + 1] = thread
end

function init(args)
   feed = assert(io.open(args[1], "rb"))
   wanted = tonumber(args[2])
   mark = args[3]
   taken = args[4] and assert(io.open(args[4], "wb"))
   ended = false
   asked, good = 0, 0
   statuses = {}
   other = ""
end

function request()
   local size = feed:read(6)
   if not size then
      if not ended then
         ended = true
         wrk.thread:stop()
      end
      return nothing
   end
   asked = asked + 1
   return feed:read(tonumber(size))
end

function response(status, headers, body)
   if ended and status == 404 then return end
   statuses[status] = (statuses[status] or 0) + 1
   if status == wanted and (mark == "-" or string.find(body, mark, 1, true)) then
      good = good + 1
      if taken then
         taken:write(string.match(body, '"orderId":"([^"]+)"') or string.match(body, '"id":"([^"]+)"') or "?", "\n")
      end
   elseif other == "" then
      other = status .. " " .. string.sub(string.gsub(body, "%c", " "), 1, 200)
   end
end

function done(summary, latency, requests)
   local thread = threads[1]
   local seen = {}
   for status, count in pairs(thread:get("statuses")) do
      seen[#seen + 1] = status .. ":" .. count
   end
   io.write(string.format("\nBENCH asked=%d good=%d micros=%d p50=%d p99=%d broken=%d statuses=%s\n", thread:get("asked"), thread:get("good"),
      summary.duration, latency:percentile(50), latency:percentile(99),
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout, table.concat(seen, ",")))
   io.write("OTHER " .. thread:get("other") .. "\n")
end
