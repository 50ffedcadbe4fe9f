'use strict';
for (const button of document.querySelectorAll('th button')) {
  button.addEventListener('click', () => {
    const header = button.closest('th');
    const table = header.closest('table');
    const body = table.tBodies[0];
    const isNumber = header.classList.contains('number');
    // numbers from the largest down first, texts from A on
    const ascending = isNumber ? header.ariaSort === 'descending' : header.ariaSort !== 'ascending';
    const order = row => row.cells[header.cellIndex].dataset.order;
    const compare = isNumber
      ? (a, b) => Number(order(a)) - Number(order(b))
      : (a, b) => order(a).localeCompare(order(b));
    const rows = [...body.rows].sort((a, b) => ascending ? compare(a, b) : compare(b, a));
    for (const other of header.parentNode.cells) {
      other.ariaSort = 'none';
    }
    header.ariaSort = ascending ? 'ascending' : 'descending';
    body.append(...rows);
  });
}
