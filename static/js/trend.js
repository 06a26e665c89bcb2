/* One skill over time, drawn with Chart.js from the JSON beside the canvas and the page's own CSS variables.
   The axis is always 0 to 1 with level words; only the level cuts are grid; dates stand at their true distance. */
"use strict";
(() => {
  const charts = new Map();
  const DAY = 86400000;
  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const isPhone = () => matchMedia("(max-width: 720px)").matches;
  const time = (row) => Date.parse(`${row.date}T00:00:00Z`);
  const faded = (color) => `${color}80`; // the band is half as dense where it lies under a line

  function colors() {
    return {
      line: ink("--l3"), band: faded(ink("--band")), average: ink("--control"), grid: ink("--line"), axis: ink("--line-2"),
      text: ink("--faint"), ink: ink("--ink"), ground: ink("--ground"),
    };
  }

  /* Level words in the middle of their stretch, cuts as the only grid. */
  const levels = {
    id: "levels",
    beforeDatasetsDraw(chart, _, options) {
      const { ctx, chartArea: area, scales: { y } } = chart;
      const edges = [0, ...options.data.cuts, 1];
      ctx.save();
      ctx.font = options.font;
      ctx.textBaseline = "middle";
      ctx.fillStyle = options.colors.text;
      options.data.levels.forEach((word, at) => {
        ctx.fillText(word, 0, y.getPixelForValue((edges[at] + edges[at + 1]) / 2));
      });
      for (const edge of edges.slice(0, -1)) {
        const height = Math.round(y.getPixelForValue(edge)) + .5;
        ctx.strokeStyle = edge ? options.colors.grid : options.colors.axis;
        ctx.beginPath();
        ctx.moveTo(area.left - 8, height);
        ctx.lineTo(area.right + 8, height);
        ctx.stroke();
      }
      ctx.restore();
    },
  };

  /* Lines carry their name at their end; two that end close together step apart. */
  const endLabels = {
    id: "endLabels",
    afterDatasetsDraw(chart, _, options) {
      const { ctx, scales: { x, y } } = chart;
      const ends = options.ends.map((end) => ({ ...end, top: y.getPixelForValue(end.score) }));
      if (ends.length === 2 && Math.abs(ends[0].top - ends[1].top) < 18) {
        const middle = (ends[0].top + ends[1].top) / 2, up = ends[0].top <= ends[1].top ? -1 : 1;
        ends[0].top = middle + 9 * up;
        ends[1].top = middle - 9 * up;
      }
      ctx.save();
      ctx.textBaseline = "middle";
      for (const end of ends) {
        ctx.font = end.strong ? options.font.replace(/^400/, "580") : options.font;
        ctx.fillStyle = end.strong ? options.colors.ink : options.colors.text;
        ctx.fillText(end.words, x.getPixelForValue(end.at) + 12, end.top);
      }
      ctx.restore();
    },
  };

  /* Only dates that were assessed, and only as many as fit without touching. */
  function ticksFor(points, room) {
    const all = points.map((row) => ({ value: time(row), label: row.label }));
    if (all.length < 2) return all;
    const span = all[all.length - 1].value - all[0].value, least = span * 58 / Math.max(room, 58);
    const kept = [all[0]];
    for (const tick of all.slice(1, -1)) {
      const clear = tick.value - kept[kept.length - 1].value >= least && all[all.length - 1].value - tick.value >= least;
      if (clear) kept.push(tick);
    }
    return [...kept, all[all.length - 1]];
  }

  function datasets(data, paint) {
    const at = (key) => data.points.map((row) => ({ x: time(row), y: row[key] }));
    const edge = { borderWidth: 0, pointRadius: 0, pointHitRadius: 0, order: 2 }; // the highest order is drawn first
    const sets = [
      { ...edge, data: at("low") },
      { ...edge, data: at("high"), fill: "-1", backgroundColor: paint.band },
      { data: at("score"), order: 0, borderColor: paint.line, borderWidth: 2.25, pointRadius: 4.5, pointHoverRadius: 5.5, pointBackgroundColor: paint.line, pointBorderColor: paint.ground, pointBorderWidth: 2 },
    ];
    if (data.average) {
      const average = data.average.map((row) => ({ x: time(row), y: row.score }));
      sets.push({ data: average, order: 1, borderColor: paint.average, borderWidth: 1.75, borderDash: [2, 4], borderCapStyle: "round", pointRadius: 0, pointHitRadius: 0 });
    }
    return sets;
  }

  function ends(data, phone) {
    const last = data.points[data.points.length - 1];
    const all = [{ words: data.student, score: last.score, at: time(last), strong: true }];
    if (data.average && data.average.length) {
      const end = data.average[data.average.length - 1];
      all.push({ words: phone ? data.words.average_short : data.words.average, score: end.score, at: time(end), strong: false });
    }
    return all;
  }

  function widest(canvas, font, words) {
    const ctx = canvas.getContext("2d");
    ctx.font = font;
    return Math.ceil(Math.max(...words.map((word) => ctx.measureText(word).width)));
  }

  function tooltip(data) {
    return {
      displayColors: false,
      filter: (item) => item.datasetIndex === 2,
      callbacks: {
        title: (items) => (items.length ? data.points[items[0].dataIndex].label : ""),
        label: (item) => {
          const row = data.points[item.dataIndex];
          return `${row.score.toFixed(2)}  (${row.low.toFixed(2)}–${row.high.toFixed(2)})`;
        },
      },
    };
  }

  function configuration(canvas, data) {
    const paint = colors(), phone = isPhone();
    const font = `400 13px ${getComputedStyle(document.body).fontFamily}`;
    const endings = ends(data, phone);
    const left = widest(canvas, font, data.levels) + 22;
    const right = widest(canvas, font.replace(/^400/, "580"), endings.map((end) => end.words)) + 16;
    const ticks = ticksFor(data.points, canvas.parentElement.clientWidth - left - right);
    const first = time(data.points[0]), last = Math.max(...endings.map((end) => end.at));
    return {
      type: "line",
      data: { datasets: datasets(data, paint) },
      plugins: [levels, endLabels],
      options: {
        animation: false, responsive: true, maintainAspectRatio: false, parsing: false, clip: 8,
        layout: { padding: { left, right, top: 8 } },
        interaction: { mode: "nearest", axis: "x", intersect: false },
        scales: {
          y: { min: 0, max: 1, display: false },
          x: {
            type: "linear", min: first === last ? first - DAY : first, max: first === last ? last + DAY : last,
            grid: { display: false }, border: { display: false },
            afterBuildTicks: (axis) => { axis.ticks = ticks.map(({ value }) => ({ value })); },
            ticks: { autoSkip: false, maxRotation: 0, color: paint.text, font: { size: 13, family: getComputedStyle(document.body).fontFamily }, callback: (value) => (ticks.find((tick) => tick.value === value) || { label: "" }).label },
          },
        },
        plugins: {
          legend: { display: false },
          tooltip: { ...tooltip(data), backgroundColor: paint.ink, titleColor: paint.ground, bodyColor: paint.ground },
          levels: { data, font, colors: paint },
          endLabels: { ends: endings, font, colors: paint },
        },
      },
    };
  }

  function draw(canvas) {
    const data = JSON.parse(canvas.dataset.trend);
    if (charts.has(canvas)) charts.get(canvas).destroy();
    charts.delete(canvas);
    if (data.points.length) charts.set(canvas, new Chart(canvas, configuration(canvas, data)));
  }

  function drawAll() {
    for (const canvas of charts.keys()) if (!canvas.isConnected) { charts.get(canvas).destroy(); charts.delete(canvas); }
    document.querySelectorAll("canvas[data-trend]").forEach(draw);
  }

  addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:afterSettle", (event) => event.target.querySelectorAll && event.target.querySelectorAll("canvas[data-trend]").forEach(draw));
  for (const query of ["(prefers-color-scheme: dark)", "(max-width: 720px)"]) matchMedia(query).addEventListener("change", drawAll);
  addEventListener("beforeprint", () => charts.forEach((chart) => chart.resize()));
})();
