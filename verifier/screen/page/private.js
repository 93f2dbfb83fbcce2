// Says of each element whether it has to do with a private region; there has to be one.
(elements, regions) => elements.map(element => isPrivate(element, regions) || !!element.querySelector(regions[0]))
