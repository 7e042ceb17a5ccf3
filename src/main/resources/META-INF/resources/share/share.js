// Counts down from what the server said was left; without it the page shows what was left when it was made, and the end.
(function () {
  'use strict';
  var clock = document.querySelector('time[data-expires-at]');
  if (!clock) {
    return;
  }
  var left = Date.parse(clock.dataset.expiresAt) - Date.parse(clock.dataset.serverTime);
  var loading = performance.getEntriesByType('navigation')[0];
  var begun = loading ? loading.responseStart : performance.now();

  function two(number) {
    return (number < 10 ? '0' : '') + number;
  }

  function show() {
    var seconds = Math.floor((left - (performance.now() - begun)) / 1000);
    if (seconds <= 0) {
      clock.textContent = '已结束';
      clearInterval(ticking);
      return;
    }
    var days = Math.floor(seconds / 86400);
    var time = two(Math.floor(seconds / 3600) % 24) + ':' + two(Math.floor(seconds / 60) % 60) + ':' + two(seconds % 60);
    clock.textContent = (days > 0 ? days + ' 天 ' : '') + time;
  }

  var ticking = setInterval(show, 1000);
  show();
})();
